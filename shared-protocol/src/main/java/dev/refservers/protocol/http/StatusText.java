package dev.refservers.protocol.http;

import dev.refservers.protocol.Status;

import java.util.Locale;

/** A {@link Status} as text, for people and for Prometheus. */
final class StatusText {

    private StatusText() {}

    /** A page that loads nothing from anywhere. */
    static String html(Status status) {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width">
                <title>%1$s</title>
                <style>
                body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 32rem; padding: 0 1rem;
                  color-scheme: light dark }
                table { border-collapse: collapse; width: 100%% }
                th, td { border-bottom: 1px solid #8888; padding: .25rem 0; text-align: left; font-weight: normal }
                td { text-align: right; font-variant-numeric: tabular-nums }
                </style>
                </head>
                <body>
                <h1>%1$s</h1>
                <p>This page was sent by the server that it is about.</p>
                <table>
                """.formatted(escapeHtml(status.architecture()))
                + row("Process", Long.toString(status.processId()))
                + row("Up", seconds(status) + " s")
                + row("Connections open", Long.toString(status.connectionsOpen()))
                + row("Connections waiting", Long.toString(status.connectionsWaiting()))
                + row("Connections accepted", Long.toString(status.connectionsAccepted()))
                + row("Connections refused", Long.toString(status.connectionsRefused()))
                + row("Requests served", Long.toString(status.requestsServed()))
                + row("Threads", Integer.toString(status.threads()))
                + row("Heap in use", status.heapBytes() / 1024 + " KiB")
                + """
                        </table>
                        <p><a href="/metrics">The same for Prometheus</a></p>
                        </body>
                        </html>
                        """;
    }

    private static String row(String name, String value) {
        return "<tr><th scope=\"row\">" + name + "</th><td>" + value + "</td></tr>\n";
    }

    /** Prometheus's text exposition format, version 0.0.4. */
    static String metrics(Status status) {
        return metric("info", "gauge", "What this server is; always 1.", "{architecture=\""
                + escapeLabel(status.architecture()) + "\",process_id=\"" + status.processId() + "\"}", "1")
                + metric("uptime_seconds", "gauge", "Time since the server began to listen.", "", seconds(status))
                + metric("connections_open", "gauge", "Connections that are served now.", "",
                        Long.toString(status.connectionsOpen()))
                + metric("connections_waiting", "gauge", "Connections that wait until there is time for them.", "",
                        Long.toString(status.connectionsWaiting()))
                + metric("connections_accepted_total", "counter", "Connections served since the start.", "",
                        Long.toString(status.connectionsAccepted()))
                + metric("connections_refused_total", "counter", "Connections over the limit since the start.", "",
                        Long.toString(status.connectionsRefused()))
                + metric("requests_served_total", "counter", "Requests answered since the start.", "",
                        Long.toString(status.requestsServed()))
                + metric("threads", "gauge", "Live platform threads of the process.", "",
                        Integer.toString(status.threads()))
                + metric("heap_used_bytes", "gauge", "Heap in use by the process.", "",
                        Long.toString(status.heapBytes()));
    }

    private static String metric(String name, String type, String help, String labels, String value) {
        return "# HELP refservers_" + name + " " + help + "\n# TYPE refservers_" + name + " " + type
                + "\nrefservers_" + name + labels + " " + value + "\n";
    }

    private static String seconds(Status status) {
        return String.format(Locale.ROOT, "%.3f", status.uptimeMillis() / 1e3);
    }

    private static String escapeHtml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    private static String escapeLabel(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }
}
