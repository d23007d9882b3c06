package dev.refservers.conformance.script;

import java.util.HashMap;
import java.util.Map;

/** The values that variables have at one point of a conversation: {@code i} in loops, {@code n} and {@code me} in groups. */
public final class Variables {

    /** No variable has a value. */
    public static final Variables NONE = new Variables(Map.of());

    private final Map<String, Long> values;

    private Variables(Map<String, Long> values) {
        this.values = values;
    }

    /** The same, and this one. */
    public Variables with(String name, long value) {
        Map<String, Long> more = new HashMap<>(values);
        more.put(name, value);
        return new Variables(more);
    }

    /** The same, and those. */
    public Variables with(Map<String, Long> others) {
        if (others.isEmpty()) {
            return this;
        }
        Map<String, Long> more = new HashMap<>(values);
        more.putAll(others);
        return new Variables(more);
    }

    /** The value of this variable, which the parser has seen to be known here. */
    public long valueOf(String name) {
        Long value = values.get(name);
        if (value == null) {
            throw new IllegalStateException("No variable is called {" + name + "} here; there is " + values.keySet());
        }
        return value;
    }
}
