package dev.refservers.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Nothing is left out, what has a default in the interface neither. */
final class ForwardingSessionTest {

    private static final long NOW = 42;

    @Test
    void everyMethodIsPassedOnWithItsArgumentsAndResult() throws ReflectiveOperationException {
        List<String> called = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.allocate(1);
        Session told = (Session) Proxy.newProxyInstance(Session.class.getClassLoader(), new Class<?>[]{Session.class},
                (_, method, arguments) -> {
                    called.add(method.getName() + Arrays.toString(arguments));
                    return result(method.getReturnType(), bytes);
                });
        Session forwarding = new ForwardingSession(told) {};
        for (Method method : Session.class.getMethods()) {
            Object[] arguments = Arrays.stream(method.getParameterTypes())
                    .map(type -> type == long.class ? (Object) NOW : bytes).toArray();
            assertEquals(result(method.getReturnType(), bytes), method.invoke(forwarding, arguments), method.getName());
            assertEquals(method.getName() + Arrays.toString(arguments.length == 0 ? null : arguments),
                    called.getLast());
        }
        assertEquals(Session.class.getMethods().length, called.size());
    }

    /** Another one than those of the defaults. */
    private static @Nullable Object result(Class<?> type, ByteBuffer bytes) {
        return type == ByteBuffer.class
                ? bytes
                : type == long.class ? (Object) NOW : type == boolean.class ? false : null;
    }
}
