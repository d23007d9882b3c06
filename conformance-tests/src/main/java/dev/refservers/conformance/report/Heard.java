package dev.refservers.conformance.report;

import dev.refservers.conformance.result.Transcript;
import dev.refservers.conformance.result.Transcript.Event;
import dev.refservers.conformance.result.Transcript.Kind;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a conversation tells about a failure that one client saw. */
final class Heard {

    private static final Pattern BLOCKING = Pattern.compile("\\bB(?:[LR]POP|LMPOP|LMOVE)", Pattern.CASE_INSENSITIVE);

    private final List<Event> events;
    private final String client;

    Heard(Transcript transcript, String client) {
        this.events = transcript.events();
        this.client = client;
    }

    /** Whether anybody was answered. */
    boolean anything() {
        return events.stream().anyMatch(event -> event.kind() == Kind.RECEIVED);
    }

    /** Whether this client was answered before. */
    boolean wasAnswered() {
        return lastReceived(client) >= 0;
    }

    boolean wasReset() {
        return acted("resets");
    }

    boolean halfClosed() {
        return acted("half-closes");
    }

    boolean stoppedReading() {
        return acted("stops reading");
    }

    /** Whether somebody has sent a blocking command: who waits in one is owed nothing yet. */
    boolean waits() {
        return events.stream().anyMatch(event -> event.kind() == Kind.SENT
                && BLOCKING.matcher(event.bytes().latin1()).find());
    }

    private boolean acted(String what) {
        return events.stream().anyMatch(event -> event.kind() == Kind.ACT && event.text().equals(what));
    }

    /** Somebody who connected later than this client and was answered; this one has not been answered since. */
    Optional<String> answeredWhoCameLater() {
        int own = connected(client);
        return own < 0
                ? Optional.empty()
                : others()
                        .filter(other -> connected(other) > own && lastReceived(client) < connected(other)
                                && lastReceived(other) >= 0)
                        .findFirst();
    }

    /** Somebody who connected before this client, was answered, and has not left. */
    Optional<String> answeredWhoCameBefore() {
        int own = connected(client);
        return others().filter(other -> connected(other) >= 0 && connected(other) < own && lastReceived(other) >= 0
                && events.stream().noneMatch(event -> event.who().equals(other) && (event.kind() == Kind.ENDED
                        || event.text().equals("closes") || event.text().equals("resets"))))
                .findFirst();
    }

    private Stream<String> others() {
        return events.stream().map(Event::who).filter(who -> !who.equals(client) && !who.equals("server")).distinct();
    }

    private int connected(String who) {
        return last(who, event -> event.text().equals("connects"));
    }

    private int lastReceived(String who) {
        return last(who, event -> event.kind() == Kind.RECEIVED);
    }

    private int last(String who, Predicate<Event> kind) {
        for (int i = events.size() - 1; i >= 0; i--) {
            if (events.get(i).who().equals(who) && kind.test(events.get(i))) {
                return i;
            }
        }
        return -1;
    }
}
