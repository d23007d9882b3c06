package dev.refservers.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AddressTextTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1:7379",
        "0.0.0.0, 0.0.0.0:7379",
        "::1, [::1]:7379",
        "::, [::]:7379",
        "[::1], [::1]:7379",
        "::ffff:127.0.0.1, 127.0.0.1:7379",
        "2001:db8::1, [2001:db8::1]:7379",
        "2001:DB8:0:0:1:0:0:1, [2001:db8::1:0:0:1]:7379",
        "2001:db8:0:0:1:0:0:0, [2001:db8:0:0:1::]:7379",
        "2001:db8:0:1:1:1:1:1, [2001:db8:0:1:1:1:1:1]:7379",
        "1:2:3:4:5:6:7:8, [1:2:3:4:5:6:7:8]:7379"})
    void aColonOfTheHostIsNotTakenForThatOfThePort(String host, String text) throws UnknownHostException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(host), 7379);
        assertEquals(text, AddressText.numeric(address));
        assertEquals(text, AddressText.named(address));
    }

    @Test
    void aZoneStaysUnlessItIsNone() throws UnknownHostException {
        byte[] link = {(byte) 0xfe, (byte) 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
        InetAddress zoned = Inet6Address.getByAddress("", link, 3);
        assertEquals("[fe80::1%3]:80", AddressText.numeric(new InetSocketAddress(zoned, 80)));
        InetAddress plain = Inet6Address.getByAddress("", link, 0);
        assertEquals("[fe80::1]:80", AddressText.numeric(new InetSocketAddress(plain, 80)));
    }

    @Test
    void aNameStaysWhereItIsWanted() throws UnknownHostException {
        InetSocketAddress address = new InetSocketAddress(
                InetAddress.getByAddress("localhost", new byte[]{127, 0, 0, 1}),
                7379);
        assertEquals("localhost:7379", AddressText.named(address));
        assertEquals("127.0.0.1:7379", AddressText.numeric(address));
        assertEquals("nowhere.invalid:1", AddressText.named(InetSocketAddress.createUnresolved("nowhere.invalid", 1)));
    }
}
