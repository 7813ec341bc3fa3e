package com.dhanman.operator.kernel;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What kinds tell of their resources in figures. They are read off the caches whenever somebody
 * asks: what nobody asks for costs nothing, and what is gone is not told of.
 */
public final class Figures {
    private final List<Supplier<Stream<Figure>>> sources = new CopyOnWriteArrayList<>();

    /** Adds those of a kind. */
    public void from(Supplier<Stream<Figure>> source) {
        sources.add(source);
    }

    public Stream<Figure> now() {
        return sources.stream().flatMap(Supplier::get);
    }
}
