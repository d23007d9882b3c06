package dev.refservers.async.sigio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The server where signals about descriptors cannot be had: because a seccomp filter of our own says so. */
@EnabledOnOs(OS.LINUX)
class ForbiddenTest {

    /** Runs a command that gets EPERM from fcntl(F_SETOWN_EX). */
    private static final String CONFINE = """
            #define _GNU_SOURCE
            #include <errno.h>
            #include <fcntl.h>
            #include <linux/filter.h>
            #include <linux/seccomp.h>
            #include <stddef.h>
            #include <sys/prctl.h>
            #include <sys/syscall.h>
            #include <unistd.h>
            int main(int count, char **arguments) {
                struct sock_filter filter[] = {
                    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
                    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_fcntl, 0, 3),
                    BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[1])),
                    BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, F_SETOWN_EX, 0, 1),
                    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
                    BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
                };
                struct sock_fprog program = {sizeof(filter) / sizeof(filter[0]), filter};
                if (count < 2 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
                        || prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) {
                    return 77;
                }
                execv(arguments[1], arguments + 1);
                return 78;
            }
            """;

    @TempDir
    Path folder;

    @Test
    void aSandboxThatForbidsItIsNamedInOneSentence() throws Exception {
        Path source = Files.writeString(folder.resolve("confine.c"), CONFINE);
        Path program = folder.resolve("confine");
        try {
            assertEquals("", run(0, List.of("gcc", "-Wall", "-Werror", "-o", program.toString(), source.toString())));
        } catch (IOException missing) {
            abort("No gcc here, and nothing else to make a seccomp filter with: install it to run this test.");
        }
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String output = run(1, List.of(program.toString(), java, "--enable-native-access=ALL-UNNAMED", "-cp",
                System.getProperty("java.class.path"), "dev.refservers.server.Main", "sigio", "--port", "0"));
        assertEquals(1, output.lines().count(), output);
        assertTrue(output.startsWith(
                "sigio cannot run here: this kernel, or the sandbox it is in, sends no signals about sockets (fcntl("),
                output);
        assertTrue(output.contains("EPERM"), output);
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
