package dev.refservers.containers;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The images, built when they are first asked for and removed when all tests have ended: an extension of JUnit, which
 * skips tests where there is no container engine.
 */
final class Images implements BeforeAllCallback {

    /** Folders that hold what goes into an image. */
    private static final Path HOME = Path.of("..").toAbsolutePath().normalize();

    private static final Images INSTANCE = new Images();

    private final String tag = Long.toString(ProcessHandle.current().pid());
    private final Set<String> built = new HashSet<>();

    /** The image of this architecture. */
    static synchronized String of(String architecture) throws IOException {
        return INSTANCE.image(architecture);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        awaitEngine();
        context.getRoot().getStore(Namespace.create(Images.class)).computeIfAbsent("images",
                _ -> (AutoCloseable) INSTANCE::remove);
    }

    /** Skips the tests where there is no engine, with a sentence; where one is expected, they fail. */
    private static void awaitEngine() {
        String reason;
        try {
            Docker.Outcome version = Docker.tryDocker("version", "--format", "{{.Server.APIVersion}}");
            if (version.exitCode() == 0) {
                // What Testcontainers asks for unless told is too new for engines that distributions have.
                System.setProperty("api.version", version.firstLine());
                return;
            }
            reason = version.printed().lines().reduce((_, last) -> last).orElse("docker version failed");
        } catch (IOException noProgram) {
            reason = "the program docker is not installed";
        }
        // What .ci/engine knows is nearer to the cause.
        String sentence = "There is no container engine here: "
                + Objects.requireNonNullElse(System.getenv("NO_ENGINE_BECAUSE"), reason);
        if ("true".equals(System.getenv("CI"))) {
            fail(sentence);
        }
        abort(sentence);
    }

    private String image(String architecture) throws IOException {
        String image = name(architecture);
        if (!built.contains(image)) {
            if (built.isEmpty()) {
                importBases();
            }
            Docker.docker("build", "--quiet", "--network", "none", "--file", HOME + "/containers/Dockerfile",
                    "--build-arg", "JDK_IMAGE=" + name("jdk"), "--build-arg", "BASE_IMAGE=" + name("base"),
                    "--build-arg", "ARCHITECTURE=" + architecture, "--build-arg", "REVISION=of-a-test", "--tag",
                    image, HOME.toString());
            built.add(image);
        }
        return image;
    }

    /** From files of this machine: the tests need no registry. */
    private void importBases() throws IOException {
        requireJars();
        for (String base : List.of("jdk", "base")) {
            Docker.pipe(List.of(HOME + "/containers/local-base", base, System.getProperty("java.home")),
                    List.of("docker", "import", "-", name(base)));
            built.add(name(base));
        }
    }

    /** Images hold jars, so these must have been packaged since the classes were last changed. */
    private static void requireJars() throws IOException {
        try (Stream<Path> modules = Files.list(HOME)) {
            for (Path module : modules.filter(each -> each.getFileName().toString().matches("shared-.*|.*-server"))
                    .toList()) {
                assertTrue(isPackaged(module.resolve("target")), () -> "The jar of " + module.getFileName()
                        + " is not of its classes: run `mvn -pl containers -am verify`, which packages them.");
            }
        }
    }

    private static boolean isPackaged(Path target) throws IOException {
        Path classes = target.resolve("classes");
        try (Stream<Path> files = Files.list(target); Stream<Path> compiled = Files.walk(classes)) {
            Path jar = files.filter(each -> each.getFileName().toString().matches(".*-SNAPSHOT\\.jar")).findFirst()
                    .orElse(target.resolve("no.jar"));
            if (!Files.exists(jar)) {
                return false;
            }
            try (FileSystem packaged = FileSystems.newFileSystem(jar)) {
                for (Path each : compiled.filter(Files::isRegularFile).toList()) {
                    Path copy = packaged.getPath(classes.relativize(each).toString());
                    if (!Files.exists(copy) || !Arrays.equals(Files.readAllBytes(copy), Files.readAllBytes(each))) {
                        return false;
                    }
                }
                return true;
            }
        }
    }

    private void remove() throws IOException {
        if (!built.isEmpty()) {
            // Its own stages are kept by the builder as images without a name.
            Docker.docker(Stream.concat(Stream.of("rmi", "--force"), built.stream().sorted()).toArray(String[]::new));
            built.clear();
        }
    }

    private String name(String image) {
        return "refservers-test/" + image + ":" + tag;
    }
}
