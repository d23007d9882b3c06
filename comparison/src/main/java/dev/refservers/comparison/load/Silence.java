package dev.refservers.comparison.load;

/** Nobody speaks for a while. */
final class Silence implements Pace {

    private final long durationNanos;
    private long endsAt;
    private boolean over;

    Silence(long durationNanos) {
        this.durationNanos = durationNanos;
    }

    @Override
    public void begin(long now) {
        endsAt = now + durationNanos;
    }

    @Override
    public void tick(long now) {
        over = now - endsAt >= 0;
    }

    @Override
    public void turnEnded(Client client) {
        // Nothing was asked, so nothing can be answered: Client.hear calls it wrong.
    }

    @Override
    public boolean over() {
        return over;
    }

    @Override
    public long nanosUntilDue(long now) {
        return Math.max(0, endsAt - now);
    }
}
