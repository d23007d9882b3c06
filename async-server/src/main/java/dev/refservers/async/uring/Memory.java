package dev.refservers.async.uring;

import dev.refservers.linux.BufferPool;
import dev.refservers.linux.ProvidedBuffers;
import dev.refservers.linux.Ring;
import java.io.IOException;
import java.lang.System.Logger.Level;

/** All memory that the kernel uses too: the two queues, the buffers it receives into, and those it sends from. */
final class Memory {

    /**
     * How much of it.
     *
     * @param submissions room for what one turn asks for; more costs a call more
     * @param completions room for what is done meanwhile; more costs the kernel memory
     * @param inputBuffers what all connections receive into: a power of two
     * @param inputBufferBytes what one completion brings, at most
     * @param outputBufferBytes what one connection sends at once, at most
     */
    record Sizes(int submissions, int completions, int inputBuffers, int inputBufferBytes, int outputBufferBytes) {
        static final Sizes DEFAULT = new Sizes(256, 4096, 256, 16 << 10, 64 << 10);
    }

    private static final System.Logger LOG = System.getLogger(Memory.class.getName());

    final Ring ring;
    final ProvidedBuffers input;
    final BufferPool output;

    Memory(Sizes sizes) throws IOException {
        ring = new Ring(sizes.submissions, sizes.completions);
        try {
            input = new ProvidedBuffers(ring, sizes.inputBuffers, sizes.inputBufferBytes, 0);
        } catch (IOException failure) {
            ring.close();
            throw failure;
        }
        output = new BufferPool(sizes.outputBufferBytes);
    }

    /** Frees it, but for the buffers if the kernel may still use them: better to lose memory than to have it overwritten. */
    void close(boolean quiet) {
        ring.close();
        if (quiet) {
            input.close();
            output.close();
        } else {
            LOG.log(Level.ERROR, "The kernel has not let go of its buffers in time; their memory is lost");
        }
    }
}
