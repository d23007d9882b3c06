package dev.refservers.async.uring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The server where io_uring is forbidden, as it is in most containers: by a seccomp filter of our own. */
@EnabledOnOs(OS.LINUX)
class ForbiddenTest {

    /** Runs a command that gets the first argument as errno from the three calls of io_uring. */
    private static final String CONFINE = """
            #include <errno.h>
            #include <linux/filter.h>
            #include <linux/seccomp.h>
            #include <stddef.h>
            #include <stdlib.h>
            #include <sys/prctl.h>
            #include <sys/syscall.h>
            #include <unistd.h>
            int main(int count, char **arguments) {
                struct sock_filter filter[] = {
                    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
                    BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, SYS_io_uring_setup, 0, 2),
                    BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, SYS_io_uring_register, 1, 0),
                    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | atoi(arguments[1])),
                    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
                };
                struct sock_fprog program = {sizeof(filter) / sizeof(filter[0]), filter};
                if (count < 3 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
                        || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
                    return 77;
                }
                execv(arguments[2], arguments + 2);
                return 78;
            }
            """;

    @TempDir
    Path folder;

    @Test
    void aProfileThatForbidsItIsNamedInOneSentence() throws Exception {
        String sentence = refusal("1");
        assertTrue(sentence.startsWith("uring cannot run here: io_uring is forbidden to this process (EPERM): "),
                sentence);
        assertTrue(sentence.contains("seccomp"), sentence);
    }

    @Test
    void aProfileThatHidesItIsNamedInOneSentence() throws Exception {
        String sentence = refusal("38");
        assertTrue(
                sentence.startsWith(
                        "uring cannot run here: this kernel has no io_uring, or a seccomp profile hides it"),
                sentence);
    }

    /** What the server says on standard error, which must be one line, before it exits with 1. */
    private String refusal(String errno) throws Exception {
        Path source = Files.writeString(folder.resolve("confine.c"), CONFINE);
        Path program = folder.resolve("confine");
        try {
            assertEquals("", run(0, List.of("gcc", "-Wall", "-Werror", "-o", program.toString(), source.toString())));
        } catch (IOException missing) {
            abort("No gcc here, and nothing else to make a seccomp filter with: install it to run this test.");
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String output = run(1, List.of(program.toString(), errno, java, "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), "dev.refservers.server.Main", "uring", "--port", "0"));
        List<String> lines = new ArrayList<>(output.lines().toList());
        assertEquals(1, lines.size(), output);
        return lines.getFirst();
    }

    private String run(int exit, List<String> command) throws Exception {
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertEquals(exit, process.waitFor(), text);
        return text;
    }
}
