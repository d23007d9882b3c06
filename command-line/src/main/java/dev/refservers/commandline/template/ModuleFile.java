package dev.refservers.commandline.template;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A file of a module: text, something else, as a picture, or a symbolic link. Immutable. */
final class ModuleFile {

    private final byte[] bytes;
    private final boolean executable;
    private final @Nullable Path link;

    private ModuleFile(byte[] bytes, boolean executable, @Nullable Path link) {
        this.bytes = bytes;
        this.executable = executable;
        this.link = link;
    }

    /** A new file with this text. */
    static ModuleFile of(String text) {
        return new ModuleFile(text.getBytes(StandardCharsets.UTF_8), false, null);
    }

    /** One that there is. */
    static ModuleFile read(Path file) throws IOException {
        return Files.isSymbolicLink(file)
                ? new ModuleFile(new byte[0], false, Files.readSymbolicLink(file))
                : new ModuleFile(Files.readAllBytes(file), Files.isExecutable(file), null);
    }

    /** What it says, if it is text. */
    Optional<String> text() {
        try {
            return link != null
                    ? Optional.empty()
                    : Optional.of(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
        } catch (CharacterCodingException notText) {
            return Optional.empty();
        }
    }

    /** The same with another text; what is none stays as it is. */
    ModuleFile changed(UnaryOperator<String> change) {
        return text().map(text -> new ModuleFile(change.apply(text).getBytes(StandardCharsets.UTF_8), executable, null))
                .orElse(this);
    }

    /** Writes it to this place. */
    void write(Path file) throws IOException {
        if (link != null) {
            Files.createSymbolicLink(file, link);
            return;
        }
        Files.write(file, bytes);
        if (executable && Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
            // Whoever may read it may run it: others may do what the umask allows.
            String readable = PosixFilePermissions.toString(permissions);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(readable.replaceAll("r(.).", "r$1x")));
        }
    }
}
