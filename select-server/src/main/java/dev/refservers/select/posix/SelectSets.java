package dev.refservers.select.posix;

import dev.refservers.linux.Errno;
import dev.refservers.linux.FdSet;
import dev.refservers.linux.Select;
import dev.refservers.protocol.Session;

/** Waits by select(2). */
final class SelectSets implements Multiplexer {

    /** What is asked; and what is answered, because the kernel writes its answer over the question. */
    private final FdSet wantedReadable = new FdSet();
    private final FdSet wantedWritable = new FdSet();
    private final FdSet readable = new FdSet();
    private final FdSet writable = new FdSet();

    /** One more than the highest that is watched: the kernel looks at no bit above. */
    private int end;

    /** How many bits the last call has left set. */
    private int found;

    @Override
    public int end() {
        return FdSet.FD_SETSIZE;
    }

    @Override
    public void watch(int descriptor, int interest) {
        change(wantedReadable, descriptor, (interest & READABLE) != 0);
        change(wantedWritable, descriptor, (interest & WRITABLE) != 0);
        end = Math.max(end, descriptor + 1);
        while (end > 0 && !wantedReadable.contains(end - 1) && !wantedWritable.contains(end - 1)) {
            end--;
        }
    }

    private static void change(FdSet set, int descriptor, boolean wanted) {
        if (wanted) {
            set.add(descriptor);
        } else {
            set.remove(descriptor);
        }
    }

    @Override
    public void await(long timeoutNanos) {
        readable.copy(wantedReadable);
        writable.copy(wantedWritable);
        found = Select.select(end, readable, writable,
                timeoutNanos == Session.NEVER ? -1 : Math.ceilDiv(timeoutNanos, 1_000L));
        if (found < 0 && found != -Errno.EINTR) {
            throw new IllegalStateException(Errno.failure("select(" + end + ")", -found));
        }
    }

    @Override
    public void forEachReady(Ready ready) {
        int left = found;
        for (int from = 0; left > 0 && from < FdSet.FD_SETSIZE; from += Long.SIZE) {
            long readableBits = readable.word(from);
            long writableBits = writable.word(from);
            for (long bits = readableBits | writableBits; bits != 0; bits &= bits - 1) {
                long bit = Long.lowestOneBit(bits);
                int happened = ((readableBits & bit) != 0 ? READABLE : 0) | ((writableBits & bit) != 0 ? WRITABLE : 0);
                left -= Integer.bitCount(happened);
                ready.ready(from + Long.numberOfTrailingZeros(bit), happened);
            }
        }
    }

    @Override
    public void close() {
        wantedReadable.close();
        wantedWritable.close();
        readable.close();
        writable.close();
    }
}
