package dev.refservers.comparison.result;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A comparison from start to end.
 *
 * @param format always {@link #FORMAT}
 * @param version of the format: raised whenever something that was there changes its meaning or goes away
 * @param started when it began
 * @param seconds how long it took
 * @param plan what was to be measured, and how
 * @param host where
 * @param stages what has been carried out of the plan, in order; a run that was interrupted goes on behind the last
 * @param servers what was found, in the order of the servers' names
 */
public record Comparison(String format, int version, Instant started, double seconds, Plan plan, Host host,
        List<String> stages, List<ServerResult> servers) {

    /** Tells this format from any other JSON. */
    public static final String FORMAT = "dev.refservers.comparison";
    /** The version of the format that this code writes. */
    public static final int VERSION = 2;

    /** The last stage of a plan that was carried out to its end. */
    public static final String END = "end";

    public Comparison {
        Members.require(format, "format");
        Members.require(started, "started");
        Members.require(plan, "plan");
        Members.require(host, "host");
        Members.require(stages, "stages");
        Members.require(servers, "servers");
        stages = List.copyOf(stages);
        servers = List.copyOf(servers);
    }

    /** The server of this name, if it takes part. */
    public Optional<ServerResult> server(@Nullable String name) {
        return servers.stream().filter(server -> server.name().equals(name)).findFirst();
    }

    /** Whether the plan was carried out to its end. */
    public boolean complete() {
        return stages.contains(END);
    }

    /** Whether every server that could run here conforms, and has a figure in every cell, or reached its limit there. */
    public boolean good() {
        return servers.stream().allMatch(ServerResult::good);
    }
}
