package dev.refservers.linux;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;

/** A socket's address as the kernel wants it: netinet/in.h. */
final class SocketAddress {

    private static final ValueLayout.OfShort NETWORK_SHORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

    // struct sockaddr_in {
    //     sa_family_t     sin_family;     /* AF_INET */
    //     in_port_t       sin_port;       /* Port number */
    //     struct in_addr  sin_addr;       /* IPv4 address */
    //     unsigned char   sin_zero[8];
    // };
    static final StructLayout IPV4 = MemoryLayout.structLayout(JAVA_SHORT.withName("sin_family"),
            NETWORK_SHORT.withName("sin_port"), MemoryLayout.sequenceLayout(4, JAVA_BYTE).withName("sin_addr"),
            MemoryLayout.sequenceLayout(8, JAVA_BYTE).withName("sin_zero")).withName("struct sockaddr_in");

    // struct sockaddr_in6 {
    //     sa_family_t     sin6_family;    /* AF_INET6 */
    //     in_port_t       sin6_port;      /* Port number */
    //     uint32_t        sin6_flowinfo;  /* IPv6 flow info */
    //     struct in6_addr sin6_addr;      /* IPv6 address */
    //     uint32_t        sin6_scope_id;  /* Set of interfaces for a scope */
    // };
    static final StructLayout IPV6 = MemoryLayout.structLayout(JAVA_SHORT.withName("sin6_family"),
            NETWORK_SHORT.withName("sin6_port"), JAVA_INT.withName("sin6_flowinfo"),
            MemoryLayout.sequenceLayout(16, JAVA_BYTE).withName("sin6_addr"), JAVA_INT.withName("sin6_scope_id"))
            .withName("struct sockaddr_in6");

    private static final long PORT = IPV4.byteOffset(PathElement.groupElement("sin_port"));
    private static final long ADDRESS4 = IPV4.byteOffset(PathElement.groupElement("sin_addr"));
    private static final long FLOW6 = IPV6.byteOffset(PathElement.groupElement("sin6_flowinfo"));
    private static final long ADDRESS6 = IPV6.byteOffset(PathElement.groupElement("sin6_addr"));
    private static final long SCOPE6 = IPV6.byteOffset(PathElement.groupElement("sin6_scope_id"));

    private SocketAddress() {}

    /** AF_INET or AF_INET6. */
    static int family(InetAddress address) {
        return address instanceof Inet6Address ? Sockets.AF_INET6 : Sockets.AF_INET;
    }

    /** Writes {@code address} to the start of {@code to}; returns how long it is there, in bytes. */
    static int write(InetSocketAddress address, MemorySegment to) {
        InetAddress host = address.getAddress();
        byte[] bytes = host.getAddress();
        to.set(JAVA_SHORT, 0, (short) family(host));
        to.set(NETWORK_SHORT, PORT, (short) address.getPort());
        if (host instanceof Inet6Address six) {
            to.set(JAVA_INT, FLOW6, 0);
            MemorySegment.copy(bytes, 0, to, JAVA_BYTE, ADDRESS6, bytes.length);
            to.set(JAVA_INT, SCOPE6, six.getScopeId());
            return (int) IPV6.byteSize();
        }
        MemorySegment.copy(bytes, 0, to, JAVA_BYTE, ADDRESS4, bytes.length);
        return (int) IPV4.byteSize();
    }

    /** Reads the address at the start of {@code from}. */
    static InetSocketAddress read(MemorySegment from) {
        boolean six = from.get(JAVA_SHORT, 0) == Sockets.AF_INET6;
        byte[] bytes = new byte[six ? 16 : 4];
        MemorySegment.copy(from, JAVA_BYTE, six ? ADDRESS6 : ADDRESS4, bytes, 0, bytes.length);
        int port = Short.toUnsignedInt(from.get(NETWORK_SHORT, PORT));
        try {
            InetAddress host = six
                    ? Inet6Address.getByAddress(null, bytes, from.get(JAVA_INT, SCOPE6))
                    : InetAddress.getByAddress(bytes);
            return new InetSocketAddress(host, port);
        } catch (UnknownHostException impossible) {
            throw new AssertionError("An address of " + bytes.length + " bytes is legal", impossible);
        }
    }
}
