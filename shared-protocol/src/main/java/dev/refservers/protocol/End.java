package dev.refservers.protocol;

/** One end of a queue: commands name them LEFT, before the first element, and RIGHT, behind the last. */
enum End {
    LEFT, RIGHT
}
