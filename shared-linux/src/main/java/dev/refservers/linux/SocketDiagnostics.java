package dev.refservers.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Asks the kernel about one TCP socket of this machine, whoever owns it: sock_diag(7), linux/inet_diag.h. The kernel
 * finds it by its two addresses; whoever reads /proc/net/tcp instead has all sockets of the machine written out. Used
 * by one thread at a time.
 */
public final class SocketDiagnostics implements AutoCloseable {

    public static final int AF_NETLINK = 16;
    public static final int SOCK_RAW = 3;
    public static final int NETLINK_SOCK_DIAG = 4;
    public static final int SOCK_DIAG_BY_FAMILY = 20;
    public static final int NLM_F_REQUEST = 1;
    public static final int NLMSG_ERROR = 2;

    // struct nlmsghdr {
    //     __u32 nlmsg_len;    /* Length of message including header */
    //     __u16 nlmsg_type;   /* Message content */
    //     __u16 nlmsg_flags;  /* Additional flags */
    //     __u32 nlmsg_seq;    /* Sequence number */
    //     __u32 nlmsg_pid;    /* Sending process port ID */
    // };
    static final StructLayout HEADER = MemoryLayout.structLayout(JAVA_INT.withName("nlmsg_len"),
            JAVA_SHORT.withName("nlmsg_type"), JAVA_SHORT.withName("nlmsg_flags"), JAVA_INT.withName("nlmsg_seq"),
            JAVA_INT.withName("nlmsg_pid")).withName("struct nlmsghdr");

    // struct inet_diag_sockid {
    //     __be16 idiag_sport;
    //     __be16 idiag_dport;
    //     __be32 idiag_src[4];
    //     __be32 idiag_dst[4];
    //     __u32  idiag_if;
    //     __u32  idiag_cookie[2];
    // };
    static final StructLayout ID = MemoryLayout.structLayout(JAVA_SHORT.withName("idiag_sport"),
            JAVA_SHORT.withName("idiag_dport"), MemoryLayout.sequenceLayout(4, JAVA_INT).withName("idiag_src"),
            MemoryLayout.sequenceLayout(4, JAVA_INT).withName("idiag_dst"), JAVA_INT.withName("idiag_if"),
            MemoryLayout.sequenceLayout(2, JAVA_INT).withName("idiag_cookie")).withName("struct inet_diag_sockid");

    // struct inet_diag_req_v2 {
    //     __u8  sdiag_family;
    //     __u8  sdiag_protocol;
    //     __u8  idiag_ext;
    //     __u8  pad;
    //     __u32 idiag_states;
    //     struct inet_diag_sockid id;
    // };
    static final StructLayout REQUEST = MemoryLayout.structLayout(JAVA_BYTE.withName("sdiag_family"),
            JAVA_BYTE.withName("sdiag_protocol"), JAVA_BYTE.withName("idiag_ext"), JAVA_BYTE.withName("pad"),
            JAVA_INT.withName("idiag_states"), ID.withName("id")).withName("struct inet_diag_req_v2");

    // struct inet_diag_msg {
    //     __u8  idiag_family;
    //     __u8  idiag_state;
    //     __u8  idiag_timer;
    //     __u8  idiag_retrans;
    //     struct inet_diag_sockid id;
    //     __u32 idiag_expires;
    //     __u32 idiag_rqueue;
    //     __u32 idiag_wqueue;
    //     __u32 idiag_uid;
    //     __u32 idiag_inode;
    // };
    static final StructLayout ANSWER = MemoryLayout.structLayout(JAVA_BYTE.withName("idiag_family"),
            JAVA_BYTE.withName("idiag_state"), JAVA_BYTE.withName("idiag_timer"), JAVA_BYTE.withName("idiag_retrans"),
            ID.withName("id"), JAVA_INT.withName("idiag_expires"), JAVA_INT.withName("idiag_rqueue"),
            JAVA_INT.withName("idiag_wqueue"), JAVA_INT.withName("idiag_uid"), JAVA_INT.withName("idiag_inode"))
            .withName("struct inet_diag_msg");

    private static final int HEADER_BYTES = (int) HEADER.byteSize();
    private static final int REQUEST_BYTES = HEADER_BYTES + (int) REQUEST.byteSize();
    private static final int ANSWER_BYTES = HEADER_BYTES + (int) ANSWER.byteSize();
    private static final int TYPE = offset(HEADER, "nlmsg_type");
    private static final int REMOTE_PORT = HEADER_BYTES + offset(ANSWER, "id") + offset(ID, "idiag_dport");
    private static final int UNREAD = HEADER_BYTES + offset(ANSWER, "idiag_rqueue");
    private static final int UNSENT = HEADER_BYTES + offset(ANSWER, "idiag_wqueue");
    private static final int INODE = HEADER_BYTES + offset(ANSWER, "idiag_inode");

    private static final int ADDRESS_BYTES = 16;
    private static final int ANY_STATE = -1;
    private static final int ANY_COOKIE = -1;

    private final int fd;
    private final NativeBuffer buffer = new NativeBuffer(512);

    private SocketDiagnostics(int fd) {
        this.fd = fd;
    }

    /**
     * A way to ask.
     *
     * @throws IOException where the kernel has none, as in some sandboxes
     */
    public static SocketDiagnostics open() throws IOException {
        return new SocketDiagnostics(
                Sockets.socket(AF_NETLINK, SOCK_RAW | Sockets.SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
    }

    /**
     * One end of a connection.
     *
     * @param unread how many bytes have come that nobody has read yet
     * @param unsent how many bytes were written that the peer has not acknowledged yet
     * @param held whether a process has it open; not yet if it waits to be accepted, no more if it was closed
     */
    public record End(long unread, long unsent, boolean held) {}

    /**
     * The end that has these addresses, both resolved and of the same family; empty if there is none.
     *
     * @throws IOException if the kernel does not answer such questions
     */
    public Optional<End> end(InetSocketAddress local, InetSocketAddress remote) throws IOException {
        ByteBuffer request = buffer.first(REQUEST_BYTES).order(ByteOrder.nativeOrder());
        request.putInt(REQUEST_BYTES).putShort((short) SOCK_DIAG_BY_FAMILY).putShort((short) NLM_F_REQUEST).putInt(0)
                .putInt(0);
        request.put((byte) SocketAddress.family(local.getAddress())).put((byte) Sockets.IPPROTO_TCP).putShort((short) 0)
                .putInt(ANY_STATE);
        request.order(ByteOrder.BIG_ENDIAN).putShort((short) local.getPort()).putShort((short) remote.getPort());
        put(local, request);
        put(remote, request);
        request.putInt(0).putInt(ANY_COOKIE).putInt(ANY_COOKIE);
        int sent = Sockets.send(fd, buffer, REQUEST_BYTES, Sockets.MSG_NOSIGNAL);
        if (sent < 0) {
            throw Errno.failure("send(" + fd + ", struct inet_diag_req_v2)", -sent);
        }
        // The kernel has answered before it returns from send().
        int received = Sockets.recv(fd, buffer, buffer.capacity(), Sockets.MSG_DONTWAIT);
        if (received < 0) {
            throw Errno.failure("recv(" + fd + ", struct inet_diag_msg)", -received);
        }
        return answer(buffer.first(received).order(ByteOrder.nativeOrder()), remote.getPort());
    }

    private static Optional<End> answer(ByteBuffer answer, int remotePort) throws IOException {
        short type = answer.limit() < HEADER_BYTES + Integer.BYTES ? 0 : answer.getShort(TYPE);
        if (type == NLMSG_ERROR && answer.getInt(HEADER_BYTES) == -Errno.ENOENT) {
            return Optional.empty();
        }
        if (type == NLMSG_ERROR) {
            throw Errno.failure("SOCK_DIAG_BY_FAMILY", -answer.getInt(HEADER_BYTES));
        }
        if (type != SOCK_DIAG_BY_FAMILY || answer.limit() < ANSWER_BYTES) {
            throw new IOException("The kernel's answer about a socket is of type " + type + " and has "
                    + answer.limit() + " bytes.");
        }
        int port = Short.toUnsignedInt(answer.duplicate().order(ByteOrder.BIG_ENDIAN).getShort(REMOTE_PORT));
        // Where there is no connection the kernel tells of the socket that listens.
        return port != remotePort
                ? Optional.empty()
                : Optional.of(new End(Integer.toUnsignedLong(answer.getInt(UNREAD)),
                        Integer.toUnsignedLong(answer.getInt(UNSENT)), answer.getInt(INODE) != 0));
    }

    private static void put(InetSocketAddress address, ByteBuffer request) {
        byte[] bytes = address.getAddress().getAddress();
        request.put(bytes).put(new byte[ADDRESS_BYTES - bytes.length]);
    }

    private static int offset(StructLayout struct, String member) {
        return (int) struct.byteOffset(PathElement.groupElement(member));
    }

    @Override
    public void close() {
        Descriptors.close(fd);
        buffer.close();
    }
}
