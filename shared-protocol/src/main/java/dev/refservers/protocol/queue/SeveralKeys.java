package dev.refservers.protocol.queue;

import org.jspecify.annotations.Nullable;

/**
 * The arguments {@code numkeys key… LEFT|RIGHT [COUNT count]}.
 *
 * @param keys how many keys follow numkeys
 * @param count elements that are taken at most
 * @param error the reply if the arguments are wrong, else null
 */
record SeveralKeys(int keys, End from, long count, @Nullable String error) {

    /** Reads them from argument {@code at} on, in the order in which Redis finds fault with them. */
    static SeveralKeys parse(Request request, int at) {
        long keys = request.isInteger(at) ? request.integer(at) : 0;
        if (keys < 1) {
            return wrong("ERR numkeys should be greater than 0");
        }
        if (keys >= request.count() - at - 1L) {
            return wrong(ServerCommands.SYNTAX_ERROR);
        }
        int end = at + (int) keys + 1;
        int option = end + 1;
        End from = End.parse(request, end);
        if (from == null) {
            return wrong(ServerCommands.SYNTAX_ERROR);
        }
        if (option == request.count()) {
            return new SeveralKeys((int) keys, from, 1, null);
        }
        if (option + 2 > request.count() || !request.is(option, "COUNT")) {
            return wrong(ServerCommands.SYNTAX_ERROR);
        }
        long count = request.isInteger(option + 1) ? request.integer(option + 1) : 0;
        if (count < 1) {
            return wrong("ERR count should be greater than 0");
        }
        return option + 2 == request.count()
                ? new SeveralKeys((int) keys, from, count, null)
                : wrong(ServerCommands.SYNTAX_ERROR);
    }

    private static SeveralKeys wrong(String error) {
        return new SeveralKeys(0, End.LEFT, 0, error);
    }
}
