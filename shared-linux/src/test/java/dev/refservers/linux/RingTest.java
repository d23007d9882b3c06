package dev.refservers.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RingTest {

    private static final long ID = 0x1234_5678_9abc_def0L;

    private Ring ring;
    private SubmissionQueue submissions;
    private CompletionQueue completions;

    /** Enabled only in the test itself, which JUnit runs by a thread of its own. */
    @BeforeEach
    void open() throws IOException {
        Optional<String> unavailable = IoUring.unavailable();
        assumeTrue(unavailable.isEmpty(), () -> unavailable.orElse(""));
        ring = new Ring(8, 16);
        submissions = ring.submissions();
        completions = ring.completions();
    }

    @AfterEach
    void close() {
        if (ring != null) {
            ring.close();
            ring.close();
        }
    }

    @Test
    void whatIsSubmittedCompletesWithItsUserData() {
        ring.enable();
        assertEquals(0, completions.size());
        submissions.nop(ID);
        submissions.nop(-1);
        ring.submitAndWait(Ring.NEVER);
        assertEquals(2, completions.size());
        assertEquals(ID, completions.userData(0));
        assertEquals(-1, completions.userData(1));
        assertEquals(0, completions.result(0));
        assertEquals(0, completions.flags(0));
        completions.remove(1);
        assertEquals(1, completions.size());
        assertEquals(-1, completions.userData(0));
        completions.remove(1);
        assertEquals(0, completions.size());
    }

    @Test
    void moreThanTheQueueHoldsIsSubmittedEarlyAndMoreThanCanBeCompletedIsNotLost() {
        ring.enable();
        Set<Long> expected = new HashSet<>();
        for (long id = 0; id < 1_000; id++) {
            submissions.nop(id);
            expected.add(id);
        }
        Set<Long> completed = new HashSet<>();
        while (completed.size() < 1_000) {
            ring.submitAndWait(Ring.NEVER);
            assertTrue(completions.size() > 0);
            for (int i = 0; i < completions.size(); i++) {
                completed.add(completions.userData(i));
            }
            completions.remove(completions.size());
        }
        assertEquals(expected, completed);
        assertEquals(0, completions.size());
    }

    @Test
    void aWaitEndsInTimeAndNotBefore() {
        ring.enable();
        long started = System.nanoTime();
        ring.submitAndWait(30_000_000);
        assertTrue(System.nanoTime() - started >= 30_000_000);
        assertEquals(0, completions.size());
        ring.submitAndWait(0);
        assertEquals(0, completions.size());
    }

    @Test
    void onlyTheThreadThatEnabledItMayUseIt() throws Exception {
        ring.enable();
        assertThrows(IllegalStateException.class, ring::enable);
        submissions.nop(ID);
        CompletableFuture<Throwable> other = CompletableFuture.supplyAsync(() -> assertThrows(
                IllegalStateException.class, () -> ring.submitAndWait(Ring.NEVER)));
        assertTrue(String.valueOf(other.get().getMessage()).contains("io_uring_enter"));
        ring.submitAndWait(Ring.NEVER);
        assertEquals(1, completions.size(), "and it is not lost");
    }

    @Test
    void aPollTellsAgainAndAgainUntilItIsCancelled() throws IOException {
        ring.enable();
        int counter = EventFd.eventfd(EventFd.EFD_CLOEXEC | EventFd.EFD_NONBLOCK);
        submissions.poll(counter, Poll.POLLIN, true, ID);
        ring.submitAndWait(0);
        assertEquals(0, completions.size());
        for (int round = 0; round < 3; round++) {
            EventFd.signal(counter);
            ring.submitAndWait(Ring.NEVER);
            assertEquals(1, completions.size());
            assertEquals(ID, completions.userData(0));
            assertEquals(Poll.POLLIN, completions.result(0));
            assertEquals(IoUring.IORING_CQE_F_MORE, completions.flags(0));
            completions.remove(1);
            EventFd.clear(counter);
        }
        submissions.cancel(ID, 1);
        assertEquals(Set.of(new Completion(ID, -Errno.ECANCELED), new Completion(1, 0)), Set.copyOf(take(2)));
        submissions.cancel(ID, 2);
        assertEquals(-Errno.ENOENT, take(1).getFirst().result(), "it is gone");
        Descriptors.close(counter);
    }

    @Test
    void refusalsSayWhatToDo() {
        for (int errno : new int[]{Errno.EPERM, Errno.ENOSYS, Errno.EINVAL, Errno.ENOMEM}) {
            String sentence = IoUring.refusal(errno);
            assertTrue(sentence.contains(Errno.name(errno)), sentence);
            assertTrue(sentence.endsWith("choose another architecture."), sentence);
            assertFalse(sentence.contains("\n"), sentence);
        }
        assertTrue(IoUring.refusal(Errno.EPERM).contains("kernel.io_uring_disabled"));
    }

    @Test
    void sizesThatTheKernelDoesNotTakeAreNamed() {
        IOException failure = assertThrows(IOException.class, () -> new Ring(0, 16));
        assertEquals("io_uring_setup(0): EINVAL", failure.getMessage());
        assertThrows(IOException.class, () -> new ProvidedBuffers(ring, 3, 16, 0));
    }

    private record Completion(long userData, int result) {}

    /** Waits for this many. */
    private List<Completion> take(int count) {
        List<Completion> taken = new ArrayList<>();
        while (taken.size() < count) {
            ring.submitAndWait(Ring.NEVER);
            for (int i = 0; i < completions.size(); i++) {
                taken.add(new Completion(completions.userData(i), completions.result(i)));
            }
            completions.remove(completions.size());
        }
        return taken;
    }
}
