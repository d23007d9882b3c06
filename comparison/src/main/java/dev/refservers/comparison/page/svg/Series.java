package dev.refservers.comparison.page.svg;

import java.util.List;
import java.util.function.UnaryOperator;

/** One server's line. */
public record Series(Mark mark, List<Point> points) {

    public Series {
        points = List.copyOf(points);
    }

    /**
     * How a server is drawn everywhere.
     *
     * @param server its name
     * @param style the class that gives it colour and dashes
     */
    public record Mark(String server, String style) {}

    /**
     * One place on it.
     *
     * @param says what stands there, in words; empty where there are too many to be pointed at
     */
    public record Point(double x, double y, String says) {}

    double[] all(java.util.function.ToDoubleFunction<Point> coordinate) {
        return points.stream().mapToDouble(coordinate).toArray();
    }

    Series with(UnaryOperator<List<Point>> change) {
        return new Series(mark, change.apply(points));
    }
}
