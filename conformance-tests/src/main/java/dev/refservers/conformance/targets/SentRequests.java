package dev.refservers.conformance.targets;

import dev.refservers.conformance.script.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The requests in what one client sends, as section 2 of docs/protocol.md reads them: the first words of each. Of bytes
 * that are no request nothing more is read, as a server does. Used by one thread at a time.
 */
final class SentRequests {

    /** As many words as tell which keys a command makes. */
    private static final int KEPT_WORDS = 3;

    private enum State {
        START, INLINE, COUNT, DOLLAR, LENGTH, ARGUMENT, WRONG
    }

    private final List<List<Bytes>> complete = new ArrayList<>();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private List<Bytes> words = new ArrayList<>();
    private State state = State.START;
    private long argumentsLeft;

    /** Of the argument that is being read, and of what is skipped behind it or behind a line. */
    private long bytesLeft;
    private long skip;

    /** Reads on; returns the requests that are complete by now and were not before. */
    List<List<Bytes>> read(Bytes bytes) {
        complete.clear();
        for (int at = 0; at < bytes.size() && state != State.WRONG;) {
            if (skip > 0) {
                long skipped = Math.min(skip, bytes.size() - at);
                skip -= skipped;
                at += (int) skipped;
                if (skip == 0 && state == State.ARGUMENT) {
                    endArgument();
                }
            } else if (state == State.ARGUMENT) {
                int taken = (int) Math.min(bytesLeft, bytes.size() - at);
                if (words.size() < KEPT_WORDS) {
                    line.writeBytes(bytes.slice(at, at + taken).toArray());
                }
                bytesLeft -= taken;
                at += taken;
                skip = bytesLeft == 0 ? 2 : 0;
            } else {
                one(bytes.at(at++));
            }
        }
        return List.copyOf(complete);
    }

    private void one(byte next) {
        switch (state) {
            case START -> {
                line.reset();
                words = new ArrayList<>();
                state = next == '*' ? State.COUNT : State.INLINE;
                if (next != '*') {
                    one(next);
                }
            }
            case INLINE -> {
                if (next == '\n') {
                    complete(InlineWords.of(Bytes.of(line.toByteArray())));
                } else {
                    line.write(next);
                }
            }
            case COUNT, LENGTH -> {
                if (next == '\r') {
                    skip = 1;
                    number();
                } else {
                    line.write(next);
                }
            }
            case DOLLAR -> {
                line.reset();
                state = next == '$' ? State.LENGTH : State.WRONG;
            }
            case ARGUMENT, WRONG -> throw new IllegalStateException(state + " is read elsewhere");
        }
    }

    private void number() {
        String text = Bytes.of(line.toByteArray()).latin1();
        line.reset();
        if (!text.matches("-?\\d{1,18}")) {
            state = State.WRONG;
        } else if (state == State.COUNT) {
            argumentsLeft = Long.parseLong(text);
            state = argumentsLeft > 0 ? State.DOLLAR : State.START;
        } else {
            bytesLeft = Long.parseLong(text);
            state = bytesLeft < 0 ? State.WRONG : State.ARGUMENT;
            // The byte behind the CR, and of an empty argument the two that end it, too.
            skip = bytesLeft == 0 ? 3 : 1;
        }
    }

    private void endArgument() {
        if (bytesLeft > 0) {
            // Only the byte behind the length's CR was skipped.
            return;
        }
        if (words.size() < KEPT_WORDS) {
            words.add(Bytes.of(line.toByteArray()));
        }
        line.reset();
        if (--argumentsLeft > 0) {
            state = State.DOLLAR;
        } else {
            complete(words);
        }
    }

    private void complete(List<Bytes> request) {
        if (!request.isEmpty()) {
            complete.add(request.subList(0, Math.min(KEPT_WORDS, request.size())));
        }
        state = State.START;
    }
}
