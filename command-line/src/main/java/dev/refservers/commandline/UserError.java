package dev.refservers.commandline;

import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Something that the user can mend; the message is a sentence that says what was wrong and what to do. */
final class UserError extends Exception {

    UserError(String sentence) {
        super(sentence);
    }

    UserError(String sentence, Throwable cause) {
        super(sentence, cause);
    }

    /** What went wrong, as the end of a sentence: of a file that cannot be used the file system says the path alone. */
    static String reason(Exception failure) {
        return switch (failure) {
            case NoSuchFileException none -> "there is no " + none.getFile();
            case AccessDeniedException denied -> "no permission for " + denied.getFile();
            case CharacterCodingException binary -> "it is no text in UTF-8";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            default -> String.valueOf(failure.getMessage());
        };
    }
}
