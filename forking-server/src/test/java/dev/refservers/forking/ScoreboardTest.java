package dev.refservers.forking;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.refservers.protocol.Statistics;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScoreboardTest {

    private static final long STARTED_MILLIS = 1_234_567_890_123L;

    @TempDir
    Path directory = Path.of("");

    @Test
    void everyProcessReadsWhatAllHaveCounted() throws IOException {
        Scoreboard parents = create();
        Scoreboard workers = Scoreboard.open(file());
        Statistics one = new Statistics();
        Statistics two = new Statistics();
        one.connectionOpened();
        one.requestsServed(3);
        two.connectionOpened();
        two.connectionOpened();
        two.connectionClosed();
        two.connectionRefused();
        two.requestsServed(4);
        workers.tally(1, one).run();
        workers.tally(2, two).run();
        parents.countRefused();

        for (Scoreboard scoreboard : new Scoreboard[]{parents, workers, Scoreboard.open(file())}) {
            assertEquals(STARTED_MILLIS, scoreboard.startedMillis());
            assertEquals(3, scoreboard.accepted());
            assertEquals(2, scoreboard.open());
            assertEquals(2, scoreboard.refused());
            assertEquals(7, scoreboard.requests());
        }
    }

    @Test
    void whatADeadWorkerCountedStaysAndItsConnectionsAreClosed() throws IOException {
        Scoreboard scoreboard = create();
        Statistics first = new Statistics();
        first.connectionOpened();
        first.requestsServed(5);
        scoreboard.tally(1, first).run();
        scoreboard.bury(1);
        assertEquals(1, scoreboard.accepted());
        assertEquals(0, scoreboard.open());

        Statistics second = new Statistics();
        Scoreboard.Tally tally = scoreboard.tally(1, second);
        second.connectionOpened();
        second.requestsServed(1);
        tally.run();
        tally.run();
        assertEquals(2, scoreboard.accepted());
        assertEquals(1, scoreboard.open());
        assertEquals(1, scoreboard.open(1));
        assertEquals(6, scoreboard.requests());
    }

    private Scoreboard create() throws IOException {
        return Scoreboard.create(file(), 2, STARTED_MILLIS);
    }

    private Path file() {
        return directory.resolve("scoreboard");
    }
}
