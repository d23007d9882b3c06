package dev.refservers.server;

import java.net.InetSocketAddress;

/** Addresses as people read and type them: {@code 127.0.0.1:7379}, {@code [::1]:7379}. Any thread may use it. */
public final class AddressText {

    private AddressText() {}

    /** With the number of the host; of an address that is resolved. */
    public static String numeric(InetSocketAddress address) {
        return text(address.getAddress().getHostAddress(), address.getPort());
    }

    /** With the host as it was called, or with its number if it was given no name. */
    public static String named(InetSocketAddress address) {
        return text(address.getHostString(), address.getPort());
    }

    /** RFC 3986, section 3.2.2, and RFC 5952, section 6: the last colon is then always the one before the port. */
    private static String text(String host, int port) {
        if (host.indexOf(':') < 0) {
            return host + ":" + port;
        }
        // The kernel tells an address without a zone as one of zone 0.
        String plain = host.endsWith("%0") ? host.substring(0, host.length() - 2) : host;
        return "[" + shortest(plain) + "]:" + port;
    }

    /** RFC 5952, section 4.2: the longest run of zeros is left out, the first of several; one zero alone stays. */
    private static String shortest(String host) {
        int zone = host.indexOf('%');
        String[] groups = (zone < 0 ? host : host.substring(0, zone)).split(":", -1);
        int start = 0;
        int length = 1;
        for (int from = 0; from < groups.length; from++) {
            int to = from;
            while (to < groups.length && groups[to].equals("0")) {
                to++;
            }
            if (to - from > length) {
                start = from;
                length = to - from;
            }
        }
        if (length == 1) {
            return host;
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < start; i++) {
            text.append(i == 0 ? "" : ":").append(groups[i]);
        }
        text.append("::");
        for (int i = start + length; i < groups.length; i++) {
            text.append(i == start + length ? "" : ":").append(groups[i]);
        }
        return text.append(zone < 0 ? "" : host.substring(zone)).toString();
    }
}
