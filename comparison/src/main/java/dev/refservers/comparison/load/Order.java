package dev.refservers.comparison.load;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** What the generator is told, one line of JSON each; every order has one {@link Answer}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "order")
@JsonSubTypes({@JsonSubTypes.Type(value = Order.Connect.class, name = "connect"),
    @JsonSubTypes.Type(value = Order.Converse.class, name = "converse"),
    @JsonSubTypes.Type(value = Order.Talk.class, name = "talk"),
    @JsonSubTypes.Type(value = Order.Open.class, name = "open"),
    @JsonSubTypes.Type(value = Order.Slow.class, name = "slow"),
    @JsonSubTypes.Type(value = Order.Rest.class, name = "rest"),
    @JsonSubTypes.Type(value = Order.Surge.class, name = "surge"),
    @JsonSubTypes.Type(value = Order.Drain.class, name = "drain"),
    @JsonSubTypes.Type(value = Order.Churn.class, name = "churn"),
    @JsonSubTypes.Type(value = Order.Disconnect.class, name = "disconnect")})
sealed interface Order {

    /** An order, and which of the generator's crowds it is for. */
    record To(String crowd, Order order) {}

    /** Open connections; those that are open are closed first. */
    record Connect(String host, int port, int connections, long patienceMillis) implements Order {}

    /** Open connections, each of which must be answered before there are many more. */
    record Open(String host, int port, int connections, String conversation, String protocol, long patienceMillis)
            implements
                Order {}

    /** Change what is said, and say one round of it on so many connections; on each if that is 0. */
    record Converse(String conversation, String protocol, int talkers, long patienceMillis) implements Order {}

    /** Put load on the server for a window: a closed loop if {@code roundsPerSecond} is 0. */
    record Talk(long millis, long patienceMillis, double roundsPerSecond, long seed) implements Order {}

    /** Open connections beside the others that read slowly what is large. */
    record Slow(String host, int port, int connections, long patienceMillis) implements Order {}

    /** Say nothing. */
    record Rest(long millis) implements Order {}

    /** See {@link dev.refservers.comparison.load.Surge}. */
    record Surge(List<Phase> phases, long seed, long patienceMillis) implements Order {}

    /** See {@link dev.refservers.comparison.load.Drain}. */
    record Drain(long pid, long millis, long patienceMillis) implements Order {}

    /** See {@link dev.refservers.comparison.load.Churn}. */
    record Churn(String host, int port, String protocol, int atOnce, long millis, long patienceMillis)
            implements
                Order {}

    /** Close all connections. */
    record Disconnect() implements Order {}
}
