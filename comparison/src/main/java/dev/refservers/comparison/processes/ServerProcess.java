package dev.refservers.comparison.processes;

import dev.refservers.linux.Processes;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server that runs in a process of its own and listens on a port of the loopback interface. Used by one thread. */
public final class ServerProcess implements MeasuredServer {

    private static final Duration START_PATIENCE = Duration.ofSeconds(30);
    /** Longer than the grace period that our servers give their clients by default. */
    private static final Duration END_PATIENCE = Duration.ofSeconds(15);

    private static final Pattern OUR_LINE = Pattern.compile(" listens on \\S*:(\\d+) ");

    /** The server did not come so far as to listen. */
    public static final class StartFailure extends ProcessFailure {
        StartFailure(ProcessFailure cause) {
            super(cause.sentence(), cause);
        }
    }

    private final ChildProcess process;
    private final int port;

    private ServerProcess(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a server of ours, on the server's core, with the flags that servers have, and waits until it listens.
     *
     * @param program its main class and arguments; it must print the start-up line that our servers print
     */
    public static ServerProcess java(String name, Cores cores, String classPath, List<String> program)
            throws StartFailure {
        List<String> command = new ArrayList<>();
        command.add(Programs.java());
        Programs.serverFlagsFile().ifPresent(flags -> command.add("@" + flags));
        command.add("-cp");
        command.add(classPath);
        command.addAll(program);
        return start(name, cores.server(), command, OUR_LINE, 0);
    }

    /**
     * Starts a server and waits until it listens.
     *
     * @param core the one core that it runs on; any, if empty
     * @param listening matches the line in which it says so; its first group, if it has one, is the port
     * @param port the port, where the line does not tell it
     */
    static ServerProcess start(String name, OptionalInt core, List<String> command, Pattern listening, int port)
            throws StartFailure {
        ChildProcess process = child(name, core, command);
        try {
            while (true) {
                Matcher line = listening.matcher(process.nextLine(START_PATIENCE));
                if (line.find()) {
                    return new ServerProcess(process, line.groupCount() > 0 ? Integer.parseInt(line.group(1)) : port);
                }
            }
        } catch (ProcessFailure failure) {
            process.close();
            throw new StartFailure(failure);
        }
    }

    private static ChildProcess child(String name, OptionalInt core, List<String> command) throws StartFailure {
        try {
            return new ChildProcess(name, core, command);
        } catch (ProcessFailure failure) {
            throw new StartFailure(failure);
        }
    }

    @Override
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** The port that it listens on. */
    public int port() {
        return port;
    }

    @Override
    public OptionalLong process() {
        return OptionalLong.of(pid());
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    @Override
    public void pause() throws ProcessFailure {
        process.signal(Processes.SIGSTOP);
    }

    @Override
    public void resume() throws ProcessFailure {
        process.signal(Processes.SIGCONT);
    }

    /**
     * Ends it by SIGTERM and waits for that.
     *
     * @throws ProcessFailure when it does not end, or not with exit code 0
     */
    @Override
    public void stop() throws ProcessFailure {
        int exit = process.terminate(END_PATIENCE);
        if (exit != 0) {
            throw new ProcessFailure("it ended with exit code " + exit + " after SIGTERM, instead of 0");
        }
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        process.close();
    }
}
