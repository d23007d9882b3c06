package dev.refservers.server;

import dev.refservers.protocol.Limits;
import dev.refservers.protocol.Protocol;
import dev.refservers.protocol.Session;
import dev.refservers.protocol.Statistics;
import dev.refservers.protocol.Status;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.function.Supplier;

/**
 * Has the JVM open what it will need while descriptors can still be had. A class is a file, and one that cannot be opened
 * when it is first used is never tried again: a crowd that takes the last descriptor before anybody was served would
 * break the server for good.
 */
final class Rehearsal {

    /** Good and bad in every protocol. */
    private static final List<String> LINES = List.of("PING\r\n*1\r\n$4\r\nPING\r\n*?\r\n",
            "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");

    private Rehearsal() {}

    /** Serves and refuses clients that are not there, in a protocol of its own, which counts nothing that is shown. */
    static void of(Architecture architecture, ProtocolProvider provider, Limits limits, Supplier<Status> status)
            throws IOException {
        load(Server.class);
        load(architecture.getClass());
        Protocol protocol = provider.create(limits, new Statistics(), status);
        long now = System.nanoTime();
        for (String line : LINES) {
            play(protocol.open(() -> {}, now), line, now);
        }
        play(protocol.refuse(now), "", now);
        // A line of the log takes a file that says how it looks, and one with the zones of time.
        System.getLogger("dev.refservers").log(System.Logger.Level.DEBUG, "Rehearsed at {0}",
                ZonedDateTime.now(ZoneId.systemDefault()));
    }

    private static void play(Session session, String line, long now) {
        ByteBuffer in = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
        try {
            if (session.wantsInput() && in.hasRemaining()) {
                session.receive(in, now);
            }
            session.resume(now);
            ByteBuffer out = session.output();
            out.position(out.limit());
            session.resume(now);
        } catch (RuntimeException bug) {
            // A driver will say so when a client comes upon it.
            System.getLogger("dev.refservers").log(System.Logger.Level.DEBUG, "A rehearsal failed", bug);
        } finally {
            session.close();
        }
    }

    /** Loads all classes of the package, if they are files: an archive stays open. */
    private static void load(Class<?> one) throws IOException {
        try {
            Path folder = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI())
                    .resolve(one.getPackageName().replace('.', '/'));
            if (!Files.isDirectory(folder)) {
                return;
            }
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.class")) {
                for (Path file : files) {
                    String name = file.getFileName().toString();
                    Class.forName(one.getPackageName() + "." + name.substring(0, name.length() - ".class".length()),
                            false, one.getClassLoader());
                }
            }
        } catch (URISyntaxException | ClassNotFoundException failure) {
            throw new IOException("the classes beside " + one.getName() + " cannot be loaded", failure);
        }
    }
}
