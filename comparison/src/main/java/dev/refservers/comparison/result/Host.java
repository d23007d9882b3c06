package dev.refservers.comparison.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a comparison was made: figures of different hosts are not compared.
 *
 * @param system name and release of the operating system's kernel
 * @param processor what the processor calls itself
 * @param cores cores that we may use
 * @param memoryBytes of the machine
 * @param cpuQuota the tightest CPU limit of our control groups, as cgroup v2 writes it: microseconds in each period of so many; or null
 * @param jdk vendor and version of the JVM that runs the servers and the generator
 * @param serverFlags flags of every server's JVM
 * @param generatorFlags flags of the generator's JVM
 * @param layout which core runs what, in a sentence
 * @param loadAverage processes that wanted to run in the minute before, or -1
 * @param javaOptions variables of the environment that add flags to every JVM, generator and servers alike, each as {@code NAME=flags}
 * @param throttling how often the quota was used up while the comparison ran, or null without a quota
 * @param revision of the sources, with "-dirty" where they were changed since, or null
 */
public record Host(String system, String processor, int cores, long memoryBytes, @Nullable String cpuQuota, String jdk,
        List<String> serverFlags, List<String> generatorFlags, String layout, double loadAverage,
        @Nullable List<String> javaOptions, @Nullable Throttling throttling, @Nullable String revision) {

    /**
     * How often the quota was used up.
     *
     * @param periods of the quota in which something was to run
     * @param throttled of these, in how many it had to wait for the next
     */
    public record Throttling(long periods, long throttled) {}

    public Host {
        Members.require(system, "system");
        Members.require(processor, "processor");
        Members.require(jdk, "jdk");
        Members.require(serverFlags, "serverFlags");
        Members.require(generatorFlags, "generatorFlags");
        Members.require(layout, "layout");
    }

    /** The same host, and how often its quota was used up. */
    public Host withThrottling(@Nullable Throttling total) {
        return new Host(system, processor, cores, memoryBytes, cpuQuota, jdk, serverFlags, generatorFlags, layout,
                loadAverage,
                javaOptions, total, revision);
    }

    /** What of the surroundings makes servers slower, each as a sentence; empty where nothing does. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (javaOptions != null && !javaOptions.isEmpty()) {
            warnings.add("The environment adds flags to every JVM: " + String.join(", ", javaOptions)
                    + ". They change what is measured.");
        }
        if (cpuQuota != null) {
            String[] micros = cpuQuota.split(" ", 2);
            String share = micros.length == 2 && micros[0].matches("\\d+") && micros[1].matches("[1-9]\\d*")
                    ? String.format(Locale.ROOT, "%.2f cores",
                            Double.parseDouble(micros[0]) / Double.parseDouble(micros[1]))
                    : cpuQuota;
            warnings.add("A control group limits server and generator together to " + share
                    + (throttling == null
                            ? "."
                            : String.format(Locale.ROOT, "; the limit stopped them in %,d of %,d periods.",
                                    throttling.throttled, throttling.periods)));
        }
        return warnings;
    }

    /** What makes figures of the other host incomparable with those of this one, each as a phrase; empty if nothing does. */
    public List<String> differences(Host other) {
        List<String> differences = new ArrayList<>();
        compare("the kernel", other.system, system, differences);
        compare("the processor", other.processor, processor, differences);
        compare("the number of cores", other.cores, cores, differences);
        compare("the CPU quota", other.cpuQuota, cpuQuota, differences);
        compare("the JDK", other.jdk, jdk, differences);
        compare("the flags of servers", other.serverFlags, serverFlags, differences);
        compare("what the environment adds to them", listed(other.javaOptions), listed(javaOptions), differences);
        return differences;
    }

    private static String listed(@Nullable List<String> options) {
        return options == null || options.isEmpty() ? "nothing" : String.join(", ", options);
    }

    private static void compare(String what, @Nullable Object there, @Nullable Object here, List<String> differences) {
        if (!Objects.equals(there, here)) {
            differences.add(what + " was " + there + " and is " + here);
        }
    }
}
