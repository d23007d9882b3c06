package dev.refservers.protocol.queue;

import dev.refservers.protocol.BufferedBytes;

import org.jspecify.annotations.Nullable;

/**
 * One client's commands about connections, clients and the server. What others may ask about this client is kept here.
 */
final class ServerCommands {

    static final String SYNTAX_ERROR = "ERR syntax error";
    static final String NOT_AN_INTEGER = "ERR value is not an integer or out of range";

    /** More than a line of CLIENT LIST takes without its names, and than INFO takes. */
    private static final int LINE_BYTES = 512;
    private static final int INFO_BYTES = 4 << 10;

    private static final String USER = "default";
    private static final String WRONG_PASSWORD = "WRONGPASS invalid username-password pair or user is disabled.";

    private final LocalQueues queues;
    private final LocalClient self;
    private final ClientCommands clients;
    private final long openedAt;

    // Written by this client's thread for every command, read by others only for CLIENT LIST: a value that is a little
    // old is as good as a new one, so the two are not worth a fence.
    private long activeAt;
    private @Nullable Command lastCommand;

    private volatile String name = "";
    private volatile String library = "";
    private volatile String libraryVersion = "";
    private volatile int version = 2;

    /** What of {@link BufferedBytes} the three names are. */
    private long nameBytes;

    ServerCommands(LocalQueues queues, LocalClient self, long now) {
        this.queues = queues;
        this.self = self;
        this.clients = new ClientCommands(queues, self);
        this.openedAt = now;
        this.activeAt = now;
    }

    /** This is the last command, or, if null, one that does not exist. */
    void noteActivity(@Nullable Command command, long now) {
        lastCommand = command;
        activeAt = now;
    }

    void execute(Request request, Reply reply, long now) {
        if (!queues.hasRoomToTell(replyBytes(request), self, reply)) {
            reply.error(LocalQueues.OUT_OF_MEMORY);
            return;
        }
        switch (request.command()) {
            case PING -> ping(request, reply);
            case ECHO -> reply.bulk(request, 1);
            case AUTH -> auth(request, reply);
            case HELLO -> hello(request, reply);
            case RESET -> {
                self.endTransaction();
                boolean _ = holdNames("", library, libraryVersion);
                speak(2, reply);
                reply.simple("RESET");
            }
            case SELECT -> select(request, reply);
            case CLIENT_ID -> reply.integer(self.id());
            case CLIENT_GETNAME -> {
                if (name.isEmpty()) {
                    reply.nil();
                } else {
                    reply.bulk(name);
                }
            }
            case CLIENT_SETNAME -> {
                if (isPlain(request, 2)) {
                    answer(holdNames(request.text(2), library, libraryVersion), reply);
                } else {
                    reply.error("ERR Client names cannot contain spaces, newlines or special characters.");
                }
            }
            case CLIENT_SETINFO -> setInfo(request, reply);
            case CLIENT_INFO -> reply.verbatim(describe(now) + '\n');
            case CLIENT_LIST -> clients.list(request, reply, now);
            case CLIENT_KILL -> clients.kill(request, reply);
            case CLIENT_UNBLOCK -> clients.unblock(request, reply);
            case CONFIG_GET -> Configuration.get(request, reply, queues.limits());
            case COMMAND -> CommandDocs.info(request, reply, 1);
            case COMMAND_INFO -> CommandDocs.info(request, reply, 2);
            case COMMAND_COUNT -> reply.integer(CommandDocs.count());
            case COMMAND_DOCS -> CommandDocs.docs(request, reply);
            case INFO -> reply.verbatim(ServerInfo.text(request, queues));
            case DBSIZE -> reply.integer(queues.census().queues());
            case FLUSHALL -> {
                if (request.count() > 2
                        || (request.count() == 2 && !request.is(1, "SYNC") && !request.is(1, "ASYNC"))) {
                    reply.error(SYNTAX_ERROR);
                } else {
                    queues.clear();
                    reply.ok();
                }
            }
            default -> throw new IllegalStateException("no way to carry out " + request.command());
        }
    }

    /** Bytes that are held at most for the reply, if there may be far more of them than of the request. */
    private long replyBytes(Request request) {
        return switch (request.command()) {
            case CLIENT_GETNAME -> name.length();
            case CLIENT_INFO -> describedBytes();
            case CLIENT_LIST -> clients.listBytes();
            case COMMAND -> CommandDocs.infoBytes(request, 1);
            case COMMAND_INFO -> CommandDocs.infoBytes(request, 2);
            case COMMAND_DOCS -> CommandDocs.docsBytes(request);
            case INFO -> INFO_BYTES;
            default -> 0;
        };
    }

    /** Bytes that are held for the line about this client: once for itself, and once for the reply. */
    long describedBytes() {
        return 2L * (LINE_BYTES + name.length() + library.length() + libraryVersion.length());
    }

    static void ping(Request request, Reply reply) {
        if (request.count() == 1) {
            reply.pong();
        } else if (request.count() == 2) {
            reply.bulk(request, 1);
        } else {
            reply.error(RequestErrors.wrongNumberOfArguments(Command.PING));
        }
    }

    /** The only user has no password, so that any will do; but who names none expects that there is one. */
    private static void auth(Request request, Reply reply) {
        if (request.count() > 3) {
            reply.error(SYNTAX_ERROR);
        } else if (request.count() == 2) {
            reply.error("ERR AUTH <password> called without any password configured for the default user. "
                    + "Are you sure your configuration is correct?");
        } else if (request.text(1).equals(USER)) {
            reply.ok();
        } else {
            reply.error(WRONG_PASSWORD);
        }
    }

    private void hello(Request request, Reply reply) {
        int wanted = version;
        if (request.count() > 1) {
            if (!request.isInteger(1)) {
                reply.error("ERR Protocol version is not an integer or out of range");
                return;
            }
            if (request.integer(1) != 2 && request.integer(1) != 3) {
                reply.error("NOPROTO unsupported protocol version");
                return;
            }
            wanted = (int) request.integer(1);
        }
        String newName = null;
        for (int i = 2; i < request.count(); i++) {
            int more = request.count() - 1 - i;
            if (request.is(i, "AUTH") && more >= 2) {
                if (!request.text(i + 1).equals(USER)) {
                    reply.error(WRONG_PASSWORD);
                    return;
                }
                i += 2;
            } else if (request.is(i, "SETNAME") && more >= 1) {
                if (!isPlain(request, i + 1)) {
                    reply.error("ERR Client names cannot contain spaces, newlines or special characters.");
                    return;
                }
                newName = request.text(i + 1);
                i++;
            } else {
                reply.error("ERR Syntax error in HELLO option '" + request.text(i) + "'");
                return;
            }
        }
        if (newName != null && !holdNames(newName, library, libraryVersion)) {
            reply.error(LocalQueues.OUT_OF_MEMORY);
            return;
        }
        speak(wanted, reply);
        reply.map(7);
        reply.bulk("server");
        reply.bulk("reference-servers");
        reply.bulk("version");
        reply.bulk(ServerInfo.VERSION);
        reply.bulk("proto");
        reply.integer(wanted);
        reply.bulk("id");
        reply.integer(self.id());
        reply.bulk("mode");
        reply.bulk("standalone");
        reply.bulk("role");
        reply.bulk("master");
        reply.bulk("modules");
        reply.array(0);
    }

    /** Whether there is memory for these names, which are the client's then. */
    private boolean holdNames(String newName, String newLibrary, String newVersion) {
        long counted = BufferedBytes.counted(
                Footprint.names(newName.length() + newLibrary.length() + newVersion.length()));
        if (counted > nameBytes && !queues.buffered().reserve(counted - nameBytes)) {
            return false;
        }
        if (counted < nameBytes) {
            queues.buffered().add(counted - nameBytes);
        }
        nameBytes = counted;
        name = newName;
        library = newLibrary;
        libraryVersion = newVersion;
        return true;
    }

    /** Nobody may ask about this client any more. */
    void close() {
        boolean _ = holdNames("", "", "");
    }

    private static void answer(boolean held, Reply reply) {
        if (held) {
            reply.ok();
        } else {
            reply.error(LocalQueues.OUT_OF_MEMORY);
        }
    }

    private void speak(int wanted, Reply reply) {
        version = wanted;
        reply.speakResp3(wanted == 3);
    }

    private static void select(Request request, Reply reply) {
        if (!request.isInteger(1)) {
            reply.error(NOT_AN_INTEGER);
        } else if (request.integer(1) != 0) {
            reply.error("ERR DB index is out of range");
        } else {
            reply.ok();
        }
    }

    private void setInfo(Request request, Reply reply) {
        boolean isName = request.is(2, "LIB-NAME");
        if (!isName && !request.is(2, "LIB-VER")) {
            reply.error("ERR Unrecognized option '" + request.text(2) + "'");
        } else if (!isPlain(request, 3)) {
            reply.error("ERR " + request.text(2) + " cannot contain spaces, newlines or special characters.");
        } else {
            String text = request.text(3);
            answer(holdNames(name, isName ? text : library, isName ? libraryVersion : text), reply);
        }
    }

    /**
     * One line of CLIENT LIST, in the fields and the order of Redis 7.0. A session knows neither addresses nor buffers: of
     * these it tells what Redis tells where there is nothing to tell.
     */
    String describe(long now) {
        Transaction transaction = self.transaction();
        long heldBytes = transaction == null ? 0 : transaction.heldBytes();
        return "id=" + self.id() + " addr=?:0 laddr=?:0 fd=-1 name=" + name + " age=" + seconds(now - openedAt)
                + " idle=" + seconds(now - activeAt) + " flags=" + flags(transaction)
                + " db=0 sub=0 psub=0 ssub=0 multi=" + (transaction == null ? -1 : transaction.size())
                + " qbuf=0 qbuf-free=0 argv-mem=0 multi-mem=" + heldBytes
                + " rbs=0 rbp=0 obl=0 oll=0 omem=0 tot-mem=" + heldBytes + " events=r cmd=" + lastCommandName()
                + " user=default redir=-1 resp=" + version + " lib-name=" + library + " lib-ver=" + libraryVersion;
    }

    private String lastCommandName() {
        Command last = lastCommand;
        return last == null ? "NULL" : last.fullName();
    }

    private String flags(@Nullable Transaction transaction) {
        String flags = transaction != null && transaction.begun() ? "x" : "";
        flags += self.waiter() == null ? "" : "b";
        flags += transaction != null && transaction.outdated() ? "d" : "";
        return flags.isEmpty() ? "N" : flags;
    }

    private static long seconds(long nanos) {
        return Math.max(0, nanos) / 1_000_000_000;
    }

    /** Whether the argument has only printable ASCII characters, and no space. */
    private static boolean isPlain(Request request, int i) {
        for (int at = 0; at < request.length(i); at++) {
            if (request.byteAt(i, at) < '!' || request.byteAt(i, at) > '~') {
                return false;
            }
        }
        return true;
    }
}
