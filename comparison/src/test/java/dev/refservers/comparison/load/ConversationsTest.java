package dev.refservers.comparison.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConversationsTest {

    @Test
    void sendAsManyRequestsAtOnceAsTheySay() {
        for (Conversation scenario : Conversations.ALL) {
            for (String protocol : scenario.protocols()) {
                for (List<Exchange> turn : scenario.turns(protocol, 7)) {
                    assertEquals(scenario.depth(), turn.size());
                }
            }
        }
    }

    @Test
    void giveEachConnectionAQueueOfItsOwn() {
        Set<String> pushes = new HashSet<>();
        for (int connection = 0; connection < 50; connection++) {
            pushes.add(new PushPop().turns("queue", connection).getFirst().getFirst().request());
        }
        assertEquals(50, pushes.size());
    }

    @Test
    void speakTheQueueProtocolByTheLetter() {
        List<List<Exchange>> turns = new PushPop().turns("queue", 7);
        assertEquals(new Exchange("*3\r\n$5\r\nRPUSH\r\n$9\r\ncompare:7\r\n$16\r\nelement ########\r\n", ":1\r\n"),
                turns.get(0).getFirst());
        assertEquals(new Exchange("*2\r\n$4\r\nLPOP\r\n$9\r\ncompare:7\r\n", "$16\r\nelement ########\r\n"),
                turns.get(1).getFirst());
    }

    @Test
    void haveEchoedWhatTheySay() {
        Exchange exchange = new PingPong().turns("echo", 7).getFirst().getFirst();
        assertEquals(exchange.request(), exchange.reply());
        assertEquals(64, exchange.request().length());
        assertTrue(exchange.request().contains(Exchange.STAMP));
    }
}
