package dev.refservers.commandline;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./servers new} does around the copying, with a {@code ./servers} that only writes down its arguments. */
class NewCommandTest {

    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path folder = Path.of("");
    private Path home = Path.of("");

    private record Outcome(int exit, String out, String err) {}

    @BeforeEach
    void makeACheckout() throws IOException {
        home = Files.createDirectory(folder.resolve("checkout"));
        for (String file : List.of("pom.xml", "LICENSE", "config/server.jvm",
                "blocking-server/pom.xml", "blocking-server/README.md",
                "blocking-server/src/main/java/dev/refservers/blocking/BlockingArchitecture.java",
                "blocking-server/src/main/java/dev/refservers/blocking/polling/PollingArchitecture.java",
                "blocking-server/src/main/resources/META-INF/services/dev.refservers.server.Architecture")) {
            Files.createDirectories(home.resolve(file).getParent());
            Files.copy(HOME.resolve(file), home.resolve(file));
        }
        System.setProperty("refservers.home", home.toString());
    }

    @AfterEach
    void forgetTheCheckout() {
        System.clearProperty("refservers.home");
    }

    /** A {@code ./servers} that fails at this command. */
    private void failAt(String command) throws IOException {
        Path servers = home.resolve("servers");
        Files.writeString(servers, "#!/bin/sh\necho \"$*\" >>" + folder + "/calls\n[ \"$1\" != " + command + " ]\n");
        Files.setPosixFilePermissions(servers, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> calls() throws IOException {
        Path calls = folder.resolve("calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    private static Outcome run(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exit = Main.run(new PrintWriter(out), new PrintWriter(err), args);
        return new Outcome(exit, out.toString(), err.toString());
    }

    @Test
    void theCopyIsFormattedBuiltAndRun() throws IOException {
        failAt("nothing");
        Outcome outcome = run("new", "mine", "--from", "blocking");
        assertEquals(0, outcome.exit, outcome.err);
        assertEquals(3, calls().size());
        assertTrue(calls().getFirst().endsWith("-pl mine-server spotless:apply"), calls().toString());
        assertEquals(List.of("build", "conform mine mine-polling"), calls().subList(1, 3));
        assertTrue(outcome.out.contains("Run    ./servers run mine --port 7379"), outcome.out);
    }

    @Test
    void whoWantsNoScriptsGetsNone() throws IOException {
        failAt("conform");
        assertEquals(0, run("new", "mine", "--from", "blocking", "--no-run").exit);
        assertEquals("build", calls().getLast());
    }

    @Test
    void whatFailsItsScriptsStaysToBeLookedAt() throws IOException {
        failAt("conform");
        assertEquals(1, run("new", "mine", "--from", "blocking").exit);
        assertTrue(Files.exists(home.resolve("mine-server/pom.xml")));
    }

    @Test
    void whatCannotBeBuiltIsTakenAwayAgain() throws IOException {
        failAt("build");
        String parent = Files.readString(home.resolve("pom.xml"));
        Outcome outcome = run("new", "mine", "--from", "blocking");
        assertEquals(1, outcome.exit);
        assertTrue(outcome.err.endsWith("The copy cannot be built, so it was taken away again.\n"), outcome.err);
        assertFalse(Files.exists(home.resolve("mine-server")));
        assertEquals(parent, Files.readString(home.resolve("pom.xml")));
        try (Stream<Path> files = Files.list(home)) {
            assertTrue(files.noneMatch(file -> file.getFileName().toString().startsWith(".")));
        }
    }

    @Test
    void aProjectOfItsOwnHasAllThatItNeedsAndLeavesTheCheckoutAlone() throws IOException {
        failAt("nothing");
        Path project = folder.resolve("project");
        String parent = Files.readString(home.resolve("pom.xml"));
        Outcome outcome = run("new", "mine", "--from", "blocking", "--standalone", project.toString(), "--package",
                "org.example.my");
        assertEquals(0, outcome.exit, outcome.err);
        assertEquals(List.of("install", "maven -B -f " + project.resolve("pom.xml") + " test"), calls());
        assertEquals(parent, Files.readString(home.resolve("pom.xml")));
        String pom = Files.readString(project.resolve("pom.xml"));
        assertTrue(pom.contains("<groupId>org.example</groupId>\n    <artifactId>mine-server</artifactId>"), pom);
        assertFalse(pom.contains("@") || pom.contains("shared-linux") || pom.contains("<parent>"), pom);
        String page = Files.readString(project.resolve("README.md"));
        assertTrue(page.contains("dev.refservers.server.Main mine --protocol queue"), page);
        assertTrue(Files.readString(project.resolve("src/main/java/org/example/my/MineArchitecture.java"))
                .startsWith("package org.example.my;\n"));
        assertEquals("org.example.my.MineArchitecture\norg.example.my.polling.MinePollingArchitecture\n",
                Files.readString(project.resolve(
                        "src/main/resources/META-INF/services/dev.refservers.server.Architecture")));
        for (String file : List.of("LICENSE", ".gitignore", "config/server.jvm",
                "src/test/java/org/example/my/MineConformanceTest.java",
                "src/test/java/org/example/my/MinePollingConformanceTest.java")) {
            assertTrue(Files.exists(project.resolve(file)), file);
        }
    }

    @Test
    void aPictureAScriptAndALinkAreCopiedAsTheyAre() throws IOException {
        failAt("nothing");
        Path module = home.resolve("blocking-server");
        byte[] picture = {(byte) 0x89, 'P', 'N', 'G', (byte) 0xff, 0};
        Files.write(module.resolve("flame.png"), picture);
        Files.writeString(module.resolve("measure.sh"), "#!/bin/sh\n./servers run blocking\n");
        Files.setPosixFilePermissions(module.resolve("measure.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(module.resolve("docs"), Path.of("../docs"));
        Outcome outcome = run("new", "mine", "--from", "blocking", "--no-run");
        assertEquals(0, outcome.exit, outcome.err);
        Path copy = home.resolve("mine-server");
        assertArrayEquals(picture, Files.readAllBytes(copy.resolve("flame.png")));
        assertTrue(
                Files.getPosixFilePermissions(copy.resolve("measure.sh")).contains(PosixFilePermission.OWNER_EXECUTE));
        assertFalse(Files.getPosixFilePermissions(copy.resolve("pom.xml")).contains(PosixFilePermission.OWNER_EXECUTE));
        assertEquals(Path.of("../docs"), Files.readSymbolicLink(copy.resolve("docs")));
    }

    @Test
    void aLinkIntoTheCheckoutIsInsideOfIt() throws IOException {
        failAt("nothing");
        Path link = Files.createSymbolicLink(folder.resolve("elsewhere"), home);
        Outcome outcome = run("new", "mine", "--from", "blocking", "--standalone", link.resolve("a/b").toString());
        assertEquals(2, outcome.exit, outcome.out);
        assertTrue(outcome.err.contains("but that is inside this checkout"), outcome.err);
    }

    @Test
    void whatItSaysToTypeIsOneWordForAShell() throws IOException {
        failAt("nothing");
        Path project = folder.resolve("it's a $project");
        Outcome outcome = run("new", "mine", "--from", "blocking", "--standalone", project.toString());
        assertEquals(0, outcome.exit, outcome.err);
        assertTrue(outcome.out.contains("cd '" + folder + "/it'\\''s a $project' && mvn test"), outcome.out);
    }

    @Test
    void aFolderInWhichSomethingIsIsLeftAlone() throws IOException {
        Path project = Files.createDirectory(folder.resolve("project"));
        Files.writeString(project.resolve("file"), "mine");
        Outcome outcome = run("new", "mine", "--from", "blocking", "--standalone", project.toString());
        assertEquals(2, outcome.exit);
        assertTrue(outcome.err.startsWith("--standalone is " + project + ", but that folder is not empty."),
                outcome.err);
    }
}
