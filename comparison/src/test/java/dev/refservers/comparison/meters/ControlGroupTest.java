package dev.refservers.comparison.meters;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlGroupTest {

    @TempDir
    private Path folder;

    private void put(String path, Map<String, String> files) throws IOException {
        Path group = Files.createDirectories(folder.resolve(path));
        for (Map.Entry<String, String> file : files.entrySet()) {
            Files.writeString(group.resolve(file.getKey()), file.getValue());
        }
    }

    private ControlGroup version2(String root, String group) {
        return ControlGroup.find(List.of("1:name=systemd:/x", "0::" + group), List.of(
                "24 1 0:22 / /proc rw,relatime - proc proc rw",
                "30 23 0:26 " + root + " " + folder + " rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate"));
    }

    @Test
    void takesTheTightestQuotaOfNestedGroups() throws Exception {
        put(".", Map.of("cpu.stat", "nr_periods 1000\nnr_throttled 900\n"));
        put("slice", Map.of("cpu.max", "50000 100000\n", "cpu.stat",
                "usage_usec 7\nnr_periods 239\nnr_throttled 149\nthrottled_usec 5\n"));
        put("slice/job", Map.of("cpu.max", "max 100000\n", "cpu.stat", "nr_periods 0\nnr_throttled 0\n"));
        ControlGroup group = version2("/", "/slice/job");
        assertEquals(OptionalDouble.of(0.5), group.cores());
        assertEquals(Optional.of("50000 100000"), group.quota());
        assertEquals(new ControlGroup.Throttling(239, 149), group.throttling());
        assertEquals(new ControlGroup.Throttling(39, 49),
                group.throttling().since(new ControlGroup.Throttling(200, 100)));
    }

    @Test
    void findsTheGroupOfAContainerThatSeesPartOfTheHierarchy() throws Exception {
        put(".", Map.of("cpu.max", "150000 100000\n"));
        assertEquals(OptionalDouble.of(1.5), version2("/docker/abc", "/docker/abc").cores());
        assertEquals(OptionalDouble.of(1.5), version2("/", "/").cores());
    }

    @Test
    void knowsVersion1() throws Exception {
        put("docker/abc", Map.of("cpu.cfs_quota_us", "20000\n", "cpu.cfs_period_us", "10000\n", "cpu.stat",
                "nr_periods 3\nnr_throttled 2\nthrottled_time 9\n"));
        put(".", Map.of("cpu.cfs_quota_us", "-1\n", "cpu.cfs_period_us", "100000\n"));
        ControlGroup group = ControlGroup.find(List.of("5:memory:/docker/abc", "4:cpu,cpuacct:/docker/abc"),
                List.of("33 32 0:29 / " + folder + " rw,nosuid - cgroup cgroup rw,cpu,cpuacct"));
        assertEquals(Optional.of("20000 10000"), group.quota());
        assertEquals(new ControlGroup.Throttling(3, 2), group.throttling());
    }

    @Test
    void hasNoQuotaWhereThereIsNone() throws Exception {
        put("a", Map.of("cpu.max", "max 100000\n"));
        ControlGroup group = version2("/", "/a");
        assertEquals(OptionalDouble.empty(), group.cores());
        assertEquals(Optional.empty(), group.quota());
        assertEquals(new ControlGroup.Throttling(0, 0), group.throttling());
        assertEquals(List.of(), ControlGroup.find(List.of(), List.of()).folders());
    }
}
