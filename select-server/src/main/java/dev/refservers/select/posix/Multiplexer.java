package dev.refservers.select.posix;

/** One way to wait for many descriptors at once. Used by the loop's thread. */
interface Multiplexer extends AutoCloseable {

    /** What a descriptor can be watched for, and be ready for. One that is broken is ready for all it is watched for. */
    int READABLE = 1;
    int WRITABLE = 2;

    /** Told of each descriptor that is ready. It may change or end the watching of that one, and of no other. */
    @FunctionalInterface
    interface Ready {
        void ready(int descriptor, int happened);
    }

    /** One more than the highest descriptor that can be watched. */
    int end();

    /** Watches a descriptor for this, and for nothing else; 0 ends it. */
    void watch(int descriptor, int interest);

    /** Waits until something is ready, but not longer than this. */
    void await(long timeoutNanos);

    /** Tells what the last wait has found ready. */
    void forEachReady(Ready ready);

    @Override
    void close();
}
