package dev.refservers.protocol.queue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The commands of the queue protocol: their names and how many arguments they take. */
enum Command {
    PING("connection", -1, "Answers PONG, or its argument."),
    ECHO("connection", 2, "Answers its argument."),
    QUIT("connection", -1, "Answers OK and closes the connection."),
    AUTH("connection", -2, "Accepts any password of the user default, who has none."),
    HELLO("connection", -1, "Chooses RESP2 or RESP3, and tells about the server."),
    RESET("connection", 1, "Makes the connection as good as new."),
    SELECT("connection", 2, "Accepts database 0, the only one."),
    CLIENT("connection", -2, "Tells about the clients."),
    CLIENT_GETNAME(CLIENT, "GETNAME", 2),
    CLIENT_ID(CLIENT, "ID", 2),
    CLIENT_INFO(CLIENT, "INFO", 2),
    CLIENT_KILL(CLIENT, "KILL", -3),
    CLIENT_LIST(CLIENT, "LIST", -2),
    CLIENT_SETINFO(CLIENT, "SETINFO", 4),
    CLIENT_SETNAME(CLIENT, "SETNAME", 3),
    CLIENT_UNBLOCK(CLIENT, "UNBLOCK", -3),
    COMMAND("server", -1, "Tells about the commands."),
    COMMAND_COUNT(COMMAND, "COUNT", 2),
    COMMAND_DOCS(COMMAND, "DOCS", -2),
    COMMAND_INFO(COMMAND, "INFO", -2),
    CONFIG("server", -2, "Tells how the server is set up."),
    CONFIG_GET(CONFIG, "GET", -3),
    INFO("server", -1, "Tells about the server, in sections."),
    RPUSH("list", -3, "Puts elements behind the last one."),
    LPUSH("list", -3, "Puts elements before the first one."),
    RPOP("list", -2, "Takes the last element, or several."),
    LPOP("list", -2, "Takes the first element, or several."),
    LLEN("list", 2, "Counts the elements."),
    LRANGE("list", 4, "Shows elements without taking them."),
    LMOVE("list", 5, "Takes an element from one end of a queue to one end of another."),
    RPOPLPUSH("list", 3, "Takes the last element of a queue to the front of another."),
    LMPOP("list", -4, "Takes elements from the first queue that has any."),
    BLPOP("list", -3, "Takes the first element, and waits for one if there is none."),
    BRPOP("list", -3, "Takes the last element, and waits for one if there is none."),
    BLMOVE("list", 6, "LMOVE that waits for an element."),
    BRPOPLPUSH("list", 4, "RPOPLPUSH that waits for an element."),
    BLMPOP("list", -5, "LMPOP that waits for an element."),
    DEL("generic", -2, "Drops queues."),
    EXISTS("generic", -2, "Counts which of these queues there are."),
    DBSIZE("server", 1, "Counts the queues."),
    FLUSHALL("server", -1, "Drops all queues."),
    MULTI("transactions", 1, "Begins a transaction: what follows is queued."),
    EXEC("transactions", 1, "Carries out what is queued, as one."),
    DISCARD("transactions", 1, "Drops what is queued, and ends the transaction."),
    WATCH("transactions", -2, "Lets the next EXEC do nothing if one of these queues changes before it."),
    UNWATCH("transactions", 1, "Watches nothing any more."),
    /** What a browser sends to a queue server that another site made it talk to. */
    POST("security", -1, ""),
    HOST("security", -1, "");

    private static final Command[] ALL = values();

    private static final int BUCKETS = 128;

    /** Those that are no subcommands, by the hash of their names: looked up without making a string. */
    private static final Command[][] BY_HASH = IntStream.range(0, BUCKETS)
            .mapToObj(bucket -> Arrays.stream(ALL)
                    .filter(command -> command.container == null && bucketOf(command.name.hashCode()) == bucket)
                    .toArray(Command[]::new))
            .toArray(Command[][]::new);

    private static final Set<Command> CONTAINERS = EnumSet.of(CLIENT, COMMAND, CONFIG);

    private static final Set<Command> BLOCKING = EnumSet.of(BLPOP, BRPOP, BLMOVE, BRPOPLPUSH, BLMPOP);

    private final String name;
    private final String group;
    private final String summary;
    private final int arity;
    private final @Nullable Command container;

    Command(String group, int arity, String summary) {
        this.name = name().equals("HOST") ? "HOST:" : name();
        this.group = group;
        this.arity = arity;
        this.summary = summary;
        this.container = null;
    }

    Command(Command container, String name, int arity) {
        this.name = name;
        this.group = container.group;
        this.arity = arity;
        this.summary = "";
        this.container = container;
    }

    /** The command that the request names, or its subcommand; null if there is none of this name. */
    static @Nullable Command named(Request request) {
        int hash = 0;
        int length = request.length(0);
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + upperCase(request.byteAt(0, i));
        }
        for (Command command : BY_HASH[bucketOf(hash)]) {
            if (request.is(0, command.name)) {
                return command.asksSubcommand(request) ? command.subcommand(request) : command;
            }
        }
        return null;
    }

    /** The top-level command of this name, in any case; null if there is none. */
    static @Nullable Command named(String name) {
        for (Command command : ALL) {
            if (command.isTopLevel() && command.name.equalsIgnoreCase(name)) {
                return command;
            }
        }
        return null;
    }

    /** The subcommand that the request names, or this container itself if it has none of this name. */
    private Command subcommand(Request request) {
        for (Command command : ALL) {
            if (command.container == this && request.is(1, command.name)) {
                return command;
            }
        }
        return this;
    }

    /** Whether this is a container, and the request goes on with a subcommand's name. */
    boolean asksSubcommand(Request request) {
        return request.count() > 1 && CONTAINERS.contains(this);
    }

    /** Whether so many arguments, the name included, can be right. */
    boolean takes(int arguments) {
        return arity >= 0 ? arguments == arity : arguments >= -arity;
    }

    /** Whether it may wait for what another client does. */
    boolean blocks() {
        return BLOCKING.contains(this);
    }

    /** The number of arguments, the name included; negative: at least so many. */
    int arity() {
        return arity;
    }

    /** As error texts show it: lower case, the container's name before the subcommand's. */
    String fullName() {
        String full = container == null ? name : container.name + "|" + name;
        return full.toLowerCase(Locale.ROOT);
    }

    String summary() {
        return summary;
    }

    String group() {
        return group;
    }

    /** Whether it is a command that clients are told about. */
    boolean isTopLevel() {
        return container == null && !group.equals("security");
    }

    private static int bucketOf(int hash) {
        return hash & (BUCKETS - 1);
    }

    static byte upperCase(byte b) {
        return b >= 'a' && b <= 'z' ? (byte) (b - 32) : b;
    }
}
