package dev.refservers.forking;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.refservers.protocol.Limits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class AssignmentTest {

    @Test
    void aWorkerReadsWhatItsParentHasWritten() {
        Assignment assignment = new Assignment("forking",
                new SharedFiles.Paths("/proc/1/fd/3", "/proc/1/fd/4", "a folder/5"), 0, Duration.ofMillis(1500),
                new Limits(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), "com.example.Provider").withSlot(12);
        assertEquals(assignment, Assignment.parse(assignment.arguments().toArray(String[]::new)));
        assertEquals(12, assignment.slot());
    }
}
