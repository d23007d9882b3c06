package dev.refservers.comparison.page.svg;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Puts names beside the ends of lines, moved apart so that each can be read. */
final class Names {

    private static final double HEIGHT = 12;

    private final List<Wanted> wanted = new ArrayList<>();

    private record Wanted(Series.Mark mark, double x, double y) {}

    void add(Series.Mark mark, double x, double y) {
        wanted.add(new Wanted(mark, x, y));
    }

    /** Writes them at {@code left}, between {@code top} and {@code bottom}. */
    void draw(Drawing drawing, double left, double top, double bottom) {
        wanted.sort(Comparator.comparingDouble(Wanted::y));
        double height = Math.min(HEIGHT, (bottom - top) / Math.max(1, wanted.size() - 1));
        double[] places = new double[wanted.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = Math.max(wanted.get(i).y(), i == 0 ? top : places[i - 1] + height);
        }
        for (int i = places.length - 1; i >= 0; i--) {
            places[i] = Math.min(places[i], i == places.length - 1 ? bottom : places[i + 1] - height);
        }
        for (int i = 0; i < places.length; i++) {
            Wanted name = wanted.get(i);
            drawing.open(name.mark()).line("lead", name.x(), name.y(), left - 2, places[i])
                    .text("name", "start", left, places[i] + 4, name.mark().server()).close();
        }
    }
}
