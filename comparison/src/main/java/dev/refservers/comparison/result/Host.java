package dev.refservers.comparison.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a comparison was made: figures of different hosts are not compared.
 *
 * @param system name and release of the operating system's kernel
 * @param processor what the processor calls itself
 * @param cores cores that we may use
 * @param memoryBytes of the machine
 * @param cpuQuota the CPU limit of our control group, as cgroup v2 writes it, or null
 * @param jdk vendor and version of the JVM that runs the servers and the generator
 * @param serverFlags flags of every server's JVM
 * @param generatorFlags flags of the generator's JVM
 * @param layout which core runs what, in a sentence
 * @param loadAverage processes that wanted to run in the minute before, or -1
 * @param revision of the sources, with "-dirty" where they were changed since, or null
 */
public record Host(String system, String processor, int cores, long memoryBytes, @Nullable String cpuQuota, String jdk,
        List<String> serverFlags, List<String> generatorFlags, String layout, double loadAverage,
        @Nullable String revision) {

    public Host {
        Members.require(system, "system");
        Members.require(processor, "processor");
        Members.require(jdk, "jdk");
        Members.require(serverFlags, "serverFlags");
        Members.require(generatorFlags, "generatorFlags");
        Members.require(layout, "layout");
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
        return differences;
    }

    private static void compare(String what, @Nullable Object there, @Nullable Object here, List<String> differences) {
        if (!Objects.equals(there, here)) {
            differences.add(what + " was " + there + " and is " + here);
        }
    }
}
