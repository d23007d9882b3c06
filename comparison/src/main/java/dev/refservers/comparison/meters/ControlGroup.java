package dev.refservers.comparison.meters;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The CPU quota of the control group that this process and those that it starts are in, of version 1 or 2, and how often it was used
 * up: cgroups(7), the kernel's Documentation/scheduler/sched-bwc.rst. A group has no more than those above it, so all of them count.
 *
 * @param folders the group's and those above it, where the kernel shows them
 */
public record ControlGroup(List<Path> folders) {

    /** The fourth field is the root of the mount within its hierarchy, the fifth where it is mounted: proc_pid_mountinfo(5). */
    private static final Pattern MOUNT = Pattern.compile("\\S+ \\S+ \\S+ (\\S+) (\\S+) .* - (cgroup2?) \\S+ (\\S+)");

    /**
     * How often the quota was used up.
     *
     * @param periods of the quota in which the group wanted to run
     * @param throttled of these, in how many it had to wait for the next
     */
    public record Throttling(long periods, long throttled) {

        /** What has come since. */
        public Throttling since(Throttling earlier) {
            return new Throttling(periods - earlier.periods, throttled - earlier.throttled);
        }
    }

    /** This process's. */
    public static ControlGroup find() {
        return find(lines(Path.of("/proc/self/cgroup")), lines(Path.of("/proc/self/mountinfo")));
    }

    static ControlGroup find(List<String> groups, List<String> mounts) {
        for (String group : groups) {
            String[] fields = group.split(":", 3);
            boolean version2 = group.startsWith("0::");
            if (fields.length < 3 || (!version2 && !Arrays.asList(fields[1].split(",", -1)).contains("cpu"))) {
                continue;
            }
            for (String line : mounts) {
                Matcher mount = MOUNT.matcher(line);
                if (mount.matches() && mount.group(3).equals(version2 ? "cgroup2" : "cgroup")
                        && (version2 || Arrays.asList(mount.group(4).split(",", -1)).contains("cpu"))) {
                    List<Path> folders = folders(Path.of(mount.group(2)), mount.group(1), fields[2]);
                    if (folders.stream().anyMatch(folder -> quota(folder).isPresent())) {
                        return new ControlGroup(folders);
                    }
                }
            }
        }
        return new ControlGroup(List.of());
    }

    /** Below the mount, a group's path begins where the mount's root ends. */
    private static List<Path> folders(Path mount, String root, String group) {
        String below = root.equals("/") || !group.startsWith(root) ? group : group.substring(root.length());
        Path folder = mount.resolve("./" + below).normalize();
        List<Path> folders = new ArrayList<>();
        for (Path each = folder; each != null && each.startsWith(mount); each = each.getParent()) {
            if (Files.isDirectory(each)) {
                folders.add(each);
            }
        }
        return folders;
    }

    /** How many cores it may use at the same time at most, over a period of the quota; empty without a quota. */
    public OptionalDouble cores() {
        return folders.stream().map(ControlGroup::quota).flatMap(Optional::stream).mapToDouble(Quota::cores).min();
    }

    /** The tightest quota, such as {@code 50000 100000}: microseconds of CPU time in each period of so many; empty without one. */
    public Optional<String> quota() {
        return folders.stream().map(ControlGroup::quota).flatMap(Optional::stream)
                .min(Comparator.comparingDouble(Quota::cores))
                .map(tightest -> String.format(Locale.ROOT, "%d %d", tightest.micros, tightest.periodMicros));
    }

    /** How often quotas were used up since the groups exist. */
    public Throttling throttling() {
        long periods = 0;
        long throttled = 0;
        for (Path folder : folders) {
            if (quota(folder).isPresent()) {
                periods += value(folder, "nr_periods");
                throttled += value(folder, "nr_throttled");
            }
        }
        return new Throttling(periods, throttled);
    }

    private static long value(Path folder, String name) {
        return lines(folder.resolve("cpu.stat")).stream().filter(line -> line.startsWith(name + " "))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1).strip())).findFirst().orElse(0);
    }

    private record Quota(long micros, long periodMicros) {
        double cores() {
            return (double) micros / periodMicros;
        }
    }

    private static Optional<Quota> quota(Path folder) {
        String text = String.join(" ", lines(folder.resolve("cpu.max")));
        if (text.isEmpty()) {
            text = String.join(" ", lines(folder.resolve("cpu.cfs_quota_us"))) + " "
                    + String.join(" ", lines(folder.resolve("cpu.cfs_period_us")));
        }
        // Without a quota version 2 says max, and version 1 -1.
        return text.matches("[1-9]\\d* [1-9]\\d*")
                ? Optional.of(new Quota(Long.parseLong(text.substring(0, text.indexOf(' '))),
                        Long.parseLong(text.substring(text.indexOf(' ') + 1))))
                : Optional.empty();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException absent) {
            return List.of();
        }
    }
}
