package dev.refservers.conformance.result;

import java.util.Locale;

/** In which way something was not as it must be. */
public enum Fault {
    /** Something else came, whole. */
    DIFFERENT,
    /** Bytes came that can be no reply, or no response. */
    MALFORMED,
    /** Nothing came, for as long as a line waits. */
    NOTHING,
    /** The connection ended before anything came. */
    ENDED,
    /** A part came, and then nothing more for as long as a line waits. */
    CUT,
    /** A part came, and then the connection ended. */
    CUT_BY_END,
    /** The connection must end, and did not. */
    NOT_ENDED,
    /** The connection has ended, but in another way. */
    ENDED_OTHERWISE,
    /** Something came where nothing must come. */
    TOO_MUCH,
    /** Nobody listens. */
    REFUSED,
    /** The connection was not completed, for as long as a line waits. */
    NOT_CONNECTED,
    /** Somebody is connected who must not be. */
    CONNECTED,
    /** More came than any script can need. */
    FLOOD,
    /** Each line got what it must, but the script never ended. */
    ENDLESS,
    /** Something about the server's process, or what it tells about its clients. */
    SERVER,
    /** Nobody listens any more: the server has died. */
    DIED,
    /** Clients are accepted, and are not answered any more. */
    HUNG,
    /** Clients are accepted, and were never answered. */
    MUTE;

    /** The word for it in reports. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
