package dev.refservers.comparison.page;

import dev.refservers.comparison.result.Comparison;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** A made-up full run: eighteen servers, the reference among them twice, in twenty-two scenarios. */
final class Crowd {

    static final Map<String, String> SERVERS = new LinkedHashMap<>();

    static {
        Map.of("async-server", "async sigio uring", "blocking-server", "blocking polling", "epoll-server",
                "epoll epoll-edge", "forking-server", "forking prefork", "select-server",
                "poll2 reactors select select2",
                "threaded-server", "pooled threaded virtual").entrySet().stream().sorted(Map.Entry.comparingByKey())
                .forEach(module -> List.of(module.getValue().split(" "))
                        .forEach(name -> SERVERS.put(name, module.getKey())));
        SERVERS.put("select (again)", "select-server");
        SERVERS.put("redis", "peer");
    }

    private static final List<String> SINGLE = List.of("steady", "push-pop", "few", "waiting", "hand-over",
            "large-values", "churn", "overload", "slow-readers", "start-up", "drain", "syscalls", "standing");
    private static final List<Double> RATES = List.of(1e3, 2e3, 5e3, 1e4, 2e4, 5e4);

    private Crowd() {}

    static Comparison full() {
        MadeUp made = new MadeUp(5).reference("select", "select (again)");
        SINGLE.forEach(name -> made.scenario(name, name.equals("few") ? 2 : 50));
        made.scenario("ladder", "ladder", "requests a second", null, 50);
        DoubleStream.of(1, 16, 64)
                .forEach(depth -> made.scenario("pipelining-" + (int) depth, "depth", "requests at once",
                        depth, 50));
        DoubleStream.of(0, 1000, 5000, 10_000).forEach(idle -> made.scenario("idle-" + (int) idle, "idle",
                "idle connections", idle, (int) idle + 50));
        int place = 0;
        for (Map.Entry<String, String> server : SERVERS.entrySet()) {
            place += server.getKey().equals("select (again)") ? 0 : 1;
            server(made.origin(server.getKey(), server.getValue()), server.getKey(),
                    server.getKey().equals("forking") ? 45 : 4 + 0.35 * (place % 9));
        }
        return made.build();
    }

    private static void server(MadeUp made, String name, double micros) {
        double cost = name.startsWith("select ") ? 1.004 * cost("select") : name.equals("select") ? cost(name) : micros;
        for (String scenario : SINGLE) {
            switch (name + " " + scenario) {
                case "blocking hand-over" -> made.voided(name, scenario, "Not all connections were served: 1 of 50.");
                case "blocking churn", "blocking few" -> made.limited(name, scenario, 1, cost);
                default -> made.parts(name, scenario, cost, List.of(), switch (scenario) {
                    case "drain" -> Map.of("drainMillis", 10 * cost);
                    case "start-up" -> Map.of("startMillis", 30 * cost);
                    case "overload" -> Map.of("recoveryMillis", name.length() % 3 * 1_000.0);
                    default -> Map.of();
                });
            }
        }
        made.parts(name, "ladder", cost, RATES, Map.of("kneePerSecond", 2e5 / cost));
        List.of(1, 16, 64).forEach(depth -> made.cpu(name, "pipelining-" + depth, cost / Math.sqrt(depth)));
        for (int idle : List.of(0, 1000, 5000, 10_000)) {
            if (name.equals("select2") && idle >= 1000) {
                made.voided(name, "idle-" + idle, "Limit reached at 1,008 connections of 1,050.");
            } else {
                made.parts(name, "idle-" + idle, cost * (name.equals("poll2") ? 1 + idle / 1000.0 : 1 + idle / 1e6),
                        List.of(), Map.of("proportionalBytes", 40e6 + 300 * cost * idle, "kernelTcpBytes", 4e3 * idle));
            }
        }
    }

    private static double cost(String select) {
        return 4.2 + 0.01 * select.length();
    }
}
