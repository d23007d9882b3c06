package dev.refservers.comparison.load;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What the generator is told, one line of JSON each; every order has one {@link Answer}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "order")
@JsonSubTypes({@JsonSubTypes.Type(value = Order.Connect.class, name = "connect"),
    @JsonSubTypes.Type(value = Order.Converse.class, name = "converse"),
    @JsonSubTypes.Type(value = Order.Talk.class, name = "talk"),
    @JsonSubTypes.Type(value = Order.Disconnect.class, name = "disconnect")})
sealed interface Order {

    /** An order, and which of the generator's crowds it is for. */
    record To(String crowd, Order order) {}

    /** Open connections; those that are open are closed first. */
    record Connect(String host, int port, int connections, long patienceMillis) implements Order {}

    /** Change what is said, and say one round of it on each connection. */
    record Converse(String conversation, String protocol, long patienceMillis) implements Order {}

    /** Put load on the server for a window: a closed loop if {@code roundsPerSecond} is 0. */
    record Talk(long millis, long patienceMillis, double roundsPerSecond, long seed) implements Order {}

    /** Close all connections. */
    record Disconnect() implements Order {}
}
