package dev.refservers.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.HostConfig;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/**
 * A container of one server, locked up as README.md tells: a read-only file system, no capabilities, a port of loopback.
 */
final class ServerContainer extends GenericContainer<ServerContainer> {

    private static final int PORT = 7379;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final long THREADS = 512;

    /** Of this architecture, with these settings in its environment. */
    ServerContainer(String architecture, Map<String, String> environment) throws IOException {
        this(architecture, environment, UnaryOperator.identity());
    }

    /** And with limits or permissions of its own. */
    ServerContainer(String architecture, Map<String, String> environment, UnaryOperator<HostConfig> more)
            throws IOException {
        super(DockerImageName.parse(Images.of(architecture)));
        withEnv(environment);
        withExposedPorts(PORT);
        withStartupTimeout(START_LIMIT);
        waitingFor(Wait.forLogMessage(".* listens on .*\\n", 1).withStartupTimeout(START_LIMIT));
        List<String> security = architecture.equals("uring")
                ? List.of("no-new-privileges", "seccomp=unconfined")
                : List.of("no-new-privileges");
        withCreateContainerCmdModifier(command -> command.withHostConfig(more.apply(hostConfig(command.getHostConfig())
                .withReadonlyRootfs(true).withCapDrop(Capability.ALL).withSecurityOpts(security)
                .withPidsLimit(THREADS)
                .withPortBindings(new PortBinding(Ports.Binding.bindIp("127.0.0.1"), ExposedPort.tcp(PORT))))));
    }

    private static HostConfig hostConfig(@Nullable HostConfig config) {
        return config == null ? HostConfig.newHostConfig() : config;
    }

    /** Where its port is published. The engine may choose another one at each start. */
    InetSocketAddress address() {
        Ports.Binding @Nullable [] bindings = inspected().getNetworkSettings().getPorts().getBindings()
                .get(ExposedPort.tcp(PORT));
        if (bindings == null || bindings.length == 0) {
            throw new IllegalStateException("The port of " + getContainerId() + " is not published: it has ended.\n"
                    + getLogs());
        }
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(bindings[0].getHostPortSpec()));
    }

    /** Whether it has not ended. */
    boolean runs() {
        return Boolean.TRUE.equals(inspected().getState().getRunning());
    }

    /** Whether the kernel ended it because it had more memory than it may have. */
    boolean ranOutOfMemory() {
        return Boolean.TRUE.equals(inspected().getState().getOOMKilled());
    }

    private InspectContainerResponse inspected() {
        return client().inspectContainerCmd(getContainerId()).exec();
    }

    /** Sends its first process this signal. */
    void signal(String name) {
        client().killContainerCmd(getContainerId()).withSignal(name).exec();
    }

    /** Waits until its first process has ended; returns the exit code. */
    int awaitExit() throws IOException {
        return Integer.parseInt(Docker.docker("wait", getContainerId()));
    }

    /** Starts it again, and waits until it says that it listens, and serves. */
    void startAgain() {
        long before = starts();
        client().startContainerCmd(getContainerId()).exec();
        Awaitility.await("the server serves again").atMost(START_LIMIT).pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(IOException.class).until(() -> starts() > before && answers());
    }

    private long starts() {
        return getLogs().lines().filter(line -> line.contains(" listens on ")).count();
    }

    /** Whether a PING is answered. */
    boolean answers() throws IOException {
        try (Talk talk = new Talk(address())) {
            return talk.ask("PING").equals("+PONG");
        }
    }

    private DockerClient client() {
        return getDockerClient();
    }
}
