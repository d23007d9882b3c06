import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Holds a lock on a file until its standard input ends: what {@code ./servers} builds under where there is no flock(1). Says
 * {@code waiting} when somebody else holds it, and {@code locked} when it has it. The kernel releases it, however this ends.
 */
final class BuildLock {

    private BuildLock() {}

    /** See the class. */
    public static void main(String[] args) throws IOException {
        try (FileChannel file = FileChannel.open(Path.of(args[0]), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (file.tryLock() == null) {
                System.out.println("waiting");
                file.lock();
            }
            System.out.println("locked");
            while (System.in.read() >= 0) {
                // Nobody writes: it ends when all who could have ended.
            }
        }
    }
}
