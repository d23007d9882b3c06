package dev.refservers.commandline;

import dev.refservers.conformance.targets.StartedProcesses;
import dev.refservers.server.StandardStreams;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Standard error, of which a reader may have had enough. Where it is the same pipe as standard output, as in
 * {@code 2>&1 | head}, nobody will ever read what would be found out: the command ends, as by SIGPIPE. Safe for use by many threads.
 */
final class ReadErrors extends OutputStream {

    /** What a shell gives a program that SIGPIPE has ended: 128 + 13. */
    private static final int NOBODY_READS = 141;

    private final FileOutputStream out = new FileOutputStream(FileDescriptor.err);

    @Override
    public void write(int octet) throws IOException {
        write(new byte[]{(byte) octet}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        try {
            out.write(bytes, offset, length);
        } catch (IOException failure) {
            if (StandardStreams.isPipe(StandardStreams.ERROR) && StandardStreams.areTheSame()) {
                StartedProcesses.killAll();
                Runtime.getRuntime().halt(NOBODY_READS);
            }
            throw failure;
        }
    }
}
