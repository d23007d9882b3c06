package dev.refservers.server;

import dev.refservers.protocol.Protocol;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Has the JVM open what it will need while descriptors can still be had. A class is a file, and one that cannot be opened
 * when it is first used is never tried again: a crowd that takes the last descriptor before anybody was served would
 * break the server for good. Called before a server starts, by each process that serves clients.
 */
public final class Rehearsal {

    private static final String CLASS_FILE = ".class";

    private Rehearsal() {}

    /** Loads what is beside these classes, and has the protocol rehearse what it likes to. */
    public static void of(Protocol protocol, List<Class<?>> classes) throws IOException {
        Set<Path> places = new HashSet<>();
        load(Server.class, places);
        load(protocol.getClass(), places);
        for (Class<?> one : classes) {
            load(one, places);
        }
        try {
            protocol.rehearse(System.nanoTime());
        } catch (RuntimeException bug) {
            // A driver will say so when a client comes upon it.
            System.getLogger("dev.refservers").log(System.Logger.Level.DEBUG, "A rehearsal failed", bug);
        }
        // A line of the log takes a file that says how it looks, and one with the zones of time.
        System.getLogger("dev.refservers").log(System.Logger.Level.DEBUG, "Rehearsed at {0}",
                ZonedDateTime.now(ZoneId.systemDefault()));
    }

    /** Loads all classes that are where this one is, if they are files: an archive stays open. */
    private static void load(Class<?> one, Set<Path> places) throws IOException {
        CodeSource source = one.getProtectionDomain().getCodeSource();
        if (source == null) {
            return;
        }
        Path place;
        try {
            place = Path.of(source.getLocation().toURI());
        } catch (URISyntaxException failure) {
            throw new IOException("the classes beside " + one.getName() + " cannot be found", failure);
        }
        if (!Files.isDirectory(place) || !places.add(place)) {
            return;
        }
        List<String> names;
        try (Stream<Path> files = Files.walk(place)) {
            names = files.map(file -> place.relativize(file).toString()).filter(name -> name.endsWith(CLASS_FILE))
                    .map(name -> name.substring(0, name.length() - CLASS_FILE.length()).replace('/', '.'))
                    .filter(name -> !name.endsWith("-info")).toList();
        }
        for (String name : names) {
            load(name, one.getClassLoader());
        }
    }

    /** Loads a class without initialising it: nothing of somebody else's is executed. */
    private static void load(String name, ClassLoader loader) throws IOException {
        try {
            Class.forName(name, false, loader);
        } catch (ClassNotFoundException failure) {
            throw new IOException("the class " + name + " cannot be loaded", failure);
        } catch (LinkageError unusable) {
            // What lacks a part of its own cannot be what a server needs.
            System.getLogger("dev.refservers").log(System.Logger.Level.DEBUG, "Not loaded: " + name, unusable);
        }
    }
}
