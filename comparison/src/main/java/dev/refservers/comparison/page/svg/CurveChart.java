package dev.refservers.comparison.page.svg;

import static dev.refservers.comparison.page.Numbers.coordinate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Lines, one for each server, and under them how far the reference differs from itself. */
public final class CurveChart {

    private static final double LEFT = 48;
    private static final double RIGHT = Drawing.WIDTH - 92.0;
    private static final double TOP = 18;
    private static final double STRIP = 30;
    private static final int DOTS_MOST = 12;

    private CurveChart() {}

    /**
     * The chart.
     *
     * @param noise the reference's second line divided by its first; empty where it was not measured twice
     */
    public static String draw(String tells, Axis x, Axis y, List<Series> lines, Optional<List<Series.Point>> noise) {
        double bottom = TOP + Math.clamp(12.0 * lines.size(), 190, 300);
        Drawing drawing = new Drawing();
        frame(drawing, x, y, bottom);
        Names names = new Names();
        for (Series line : lines) {
            drawing.open(line.mark());
            drawing.raw("<path class=\"line\" d=\"" + path(line.points(), x, y, bottom) + "\"/>");
            if (line.points().size() <= DOTS_MOST) {
                line.points().forEach(point -> drawing.dot(x.place(point.x(), LEFT, RIGHT),
                        y.place(point.y(), bottom, TOP), line.mark().server() + ", " + point.says()));
            }
            drawing.close();
            Series.Point last = line.points().getLast();
            names.add(line.mark(), x.place(last.x(), LEFT, RIGHT), y.place(last.y(), bottom, TOP));
        }
        names.draw(drawing, RIGHT + 8, TOP, bottom);
        drawing.text("title", "middle", (LEFT + RIGHT) / 2, bottom + 28, x.title());
        double height = bottom + 34;
        if (noise.filter(points -> points.size() > 1).isPresent()) {
            strip(drawing, x, noise.get(), height + 4);
            height += STRIP + 12;
        }
        return drawing.whole(height, tells);
    }

    private static void frame(Drawing drawing, Axis x, Axis y, double bottom) {
        drawing.text("title", "start", 2, TOP - 8, y.title());
        for (Axis.Tick tick : y.ticks()) {
            double place = y.place(tick.value(), bottom, TOP);
            drawing.line(tick.label().isEmpty() ? "grid fine" : "grid", LEFT, place, RIGHT, place)
                    .text("tick", "end", LEFT - 5, place + 4, tick.label());
        }
        double free = Double.NEGATIVE_INFINITY;
        for (Axis.Tick tick : x.ticks()) {
            double place = x.place(tick.value(), LEFT, RIGHT);
            drawing.line(tick.label().isEmpty() ? "grid fine" : "grid", place, TOP, place, bottom);
            double half = 3.2 * tick.label().length() + 3;
            if (!tick.label().isEmpty() && place - half > free) {
                drawing.text("tick", "middle", place, bottom + 14, tick.label());
                free = place + half;
            }
        }
    }

    private static String path(List<Series.Point> points, Axis x, Axis y, double bottom) {
        StringBuilder path = new StringBuilder();
        for (Series.Point point : points) {
            path.append(path.isEmpty() ? 'M' : 'L').append(coordinate(x.place(point.x(), LEFT, RIGHT))).append(' ')
                    .append(coordinate(y.place(point.y(), bottom, TOP)));
        }
        return path.toString();
    }

    /** The same x axis; up and down is the ratio, on a scale of its own. */
    private static void strip(Drawing drawing, Axis x, List<Series.Point> noise, double top) {
        Axis ratio = Axis.aroundOne(noise.stream().mapToDouble(Series.Point::y).toArray());
        drawing.raw("<g class=\"noise\">").box("band", LEFT, top, RIGHT - LEFT, STRIP)
                .line("one", LEFT, top + STRIP / 2, RIGHT, top + STRIP / 2);
        for (Axis.Tick tick : ratio.ticks()) {
            drawing.text("tick", "end", LEFT - 5, ratio.place(tick.value(), top + STRIP - 2, top + 2) + 4,
                    tick.label());
        }
        StringBuilder path = new StringBuilder();
        List<Series.Point> inside = new ArrayList<>(noise);
        for (Series.Point point : inside) {
            path.append(path.isEmpty() ? 'M' : 'L').append(coordinate(x.place(point.x(), LEFT, RIGHT))).append(' ')
                    .append(coordinate(ratio.place(point.y(), top + STRIP, top)));
        }
        double far = noise.stream().mapToDouble(point -> Math.max(point.y(), 1 / point.y())).max().orElse(1);
        drawing.raw("<path class=\"line\" d=\"" + path + "\"/>").text("name", "start", RIGHT + 8, top + 13, "noise")
                .text("name", "start", RIGHT + 8, top + 26,
                        String.format(Locale.ROOT, "up to %.1f %%", 100 * (far - 1)))
                .raw("</g>\n");
    }

    /** What is true of every x at which both have a point: the second's y divided by the first's. */
    public static List<Series.Point> quotient(Series first, Series second) {
        return first.points().stream().flatMap(point -> Stream.ofNullable(second.points().stream()
                .filter(other -> other.x() == point.x() && point.y() > 0).findFirst()
                .map(other -> new Series.Point(point.x(), other.y() / point.y(), "")).orElse(null))).toList();
    }
}
