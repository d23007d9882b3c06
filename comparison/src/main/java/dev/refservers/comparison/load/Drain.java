package dev.refservers.comparison.load;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A closed loop in whose midst the server is told to end: goes on until it has closed every connection. Used by the reactor's
 * thread, for one window.
 */
final class Drain implements Pace, Recorder {

    private final List<Client> clients;
    private final long pid;
    private final long durationNanos;
    private final Recorder recorder;
    private long signalAt;
    private long signalledAt;
    private boolean signalled;
    private long ended;
    private long resets;
    private long unanswered;
    private long torn;
    private long repliesAfterSignal;

    /** The process gets SIGTERM after this time. */
    Drain(List<Client> clients, long pid, long durationNanos, Recorder recorder) {
        this.clients = clients;
        this.pid = pid;
        this.durationNanos = durationNanos;
        this.recorder = recorder;
    }

    /** What happened, by name; {@code signalledAtNanos} is of {@link System#nanoTime()}, one clock for all processes. */
    Map<String, Long> counts() {
        return Map.of("signalledAtNanos", signalledAt, "connectionsReset", resets, "requestsUnanswered", unanswered,
                "repliesTorn", torn, "repliesAfterSignal", repliesAfterSignal);
    }

    @Override
    public void begin(long now) throws IOException {
        signalAt = now + durationNanos;
        for (Client client : clients) {
            client.speak(System.nanoTime());
        }
    }

    @Override
    public void tick(long now) throws IOException {
        if (!signalled && now - signalAt >= 0) {
            signalled = true;
            signalledAt = System.nanoTime();
            if (!ProcessHandle.of(pid).map(ProcessHandle::destroy).orElse(false)) {
                throw new IOException("there is no process " + pid + " to end");
            }
        }
    }

    @Override
    public void turnEnded(Client client) throws IOException {
        client.speak(client.heardAt());
    }

    @Override
    public void record(long spokenAt, long sentAt, long heardAt, int replies) {
        recorder.record(spokenAt, sentAt, heardAt, replies);
        if (signalled) {
            repliesAfterSignal += replies;
        }
    }

    @Override
    public boolean lost(Client client, Exception why) {
        if (!signalled) {
            return false;
        }
        client.close();
        ended++;
        unanswered += client.owed();
        torn += client.torn() ? 1 : 0;
        resets += why instanceof IOException ? 1 : 0;
        return true;
    }

    @Override
    public boolean over() {
        return ended == clients.size();
    }

    @Override
    public long nanosUntilDue(long now) {
        return signalled ? Long.MAX_VALUE : Math.max(0, signalAt - now);
    }
}
