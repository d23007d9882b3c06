package dev.refservers.conformance.script;

/**
 * Who a line is about.
 *
 * @param name a client, or a group; a group's name stands for the current member inside {@code each}
 * @param everyMember whether every member of the group is meant, in order
 */
public record Clients(String name, boolean everyMember) {

    @Override
    public String toString() {
        return everyMember ? name + "*" : name;
    }
}
