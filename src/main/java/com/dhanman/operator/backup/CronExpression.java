package com.dhanman.operator.backup;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When a CronJob starts Jobs, as Kubernetes reckons it: by <a
 * href="https://github.com/robfig/cron">robfig/cron</a>. Days that have both a day of the month and
 * a day of the week need fit one of them only, unless either is a star. In the hour that daylight
 * saving leaves out nothing starts, and in the one that comes twice everything starts twice.
 */
final class CronExpression {
    private static final Map<String, String> NAMED =
            Map.of(
                    "@yearly", "0 0 1 1 *",
                    "@annually", "0 0 1 1 *",
                    "@monthly", "0 0 1 * *",
                    "@weekly", "0 0 * * 0",
                    "@daily", "0 0 * * *",
                    "@midnight", "0 0 * * *",
                    "@hourly", "0 * * * *");
    private static final List<String> MONTHS =
            List.of(
                    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                    "dec");
    private static final List<String> DAYS =
            List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
    private static final int FIELDS = 5;

    /** A 29th of February that is a certain day comes after 40 years at the latest. */
    private static final long YEARS = 41;

    private final Field minute;
    private final Field hour;
    private final Field dayOfMonth;
    private final Field month;
    private final Field dayOfWeek;
    private final ZoneId zone;

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with what is wrong, for people
     */
    CronExpression(String text, ZoneId zone) {
        String[] fields = NAMED.getOrDefault(text, text).trim().split("\\s+");
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(
                    "has %d fields, and crontab has 5".formatted(fields.length));
        }
        this.minute = Field.of("minute", fields[0], 0, 59, List.of());
        this.hour = Field.of("hour", fields[1], 0, 23, List.of());
        this.dayOfMonth = Field.of("day of the month", fields[2], 1, 31, List.of());
        this.month = Field.of("month", fields[3], 1, 12, MONTHS);
        this.dayOfWeek = Field.of("day of the week", fields[4], 0, 6, DAYS);
        this.zone = zone;
    }

    /** The next time after another; empty where there is none, as of a 30th of February. */
    Optional<Instant> next(Instant after) {
        ZonedDateTime time =
                after.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES).atZone(zone);
        ZonedDateTime end = time.plusYears(YEARS);
        while (time.isBefore(end)) {
            if (!month.has(time.getMonthValue())) {
                time = startOfDay(time.withDayOfMonth(1).plusMonths(1));
            } else if (!fitsDay(time)) {
                time = startOfDay(time.plusDays(1));
            } else if (!hour.has(time.getHour())) {
                // Hours that have passed, not hours on the clock: one may be missing.
                time = time.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
            } else if (!minute.has(time.getMinute())) {
                time = time.plus(1, ChronoUnit.MINUTES);
            } else {
                return Optional.of(time.toInstant());
            }
        }
        return Optional.empty();
    }

    private ZonedDateTime startOfDay(ZonedDateTime time) {
        return time.toLocalDate().atStartOfDay(zone);
    }

    private boolean fitsDay(ZonedDateTime time) {
        boolean ofMonth = dayOfMonth.has(time.getDayOfMonth());
        boolean ofWeek = dayOfWeek.has(time.getDayOfWeek().getValue() % DAYS.size());
        return dayOfMonth.star() || dayOfWeek.star() ? ofMonth && ofWeek : ofMonth || ofWeek;
    }

    /**
     * Whether a change to daylight saving makes a run that comes a few times a day at most be left
     * out. What comes each hour comes an hour later.
     */
    boolean isLeftOutOnce() {
        return !hour.star()
                && zone.getRules().getTransitionRules().stream()
                        .map(this::nextTransition)
                        .filter(ZoneOffsetTransition::isGap)
                        .anyMatch(this::hits);
    }

    private ZoneOffsetTransition nextTransition(ZoneOffsetTransitionRule rule) {
        // Any year will do: the rules of a zone's future are the same for each.
        return rule.createTransition(2100);
    }

    private boolean hits(ZoneOffsetTransition gap) {
        return Stream.iterate(
                        gap.getDateTimeBefore(),
                        time -> time.isBefore(gap.getDateTimeAfter()),
                        time -> time.plusMinutes(1))
                .anyMatch(time -> hour.has(time.getHour()) && minute.has(time.getMinute()));
    }

    /** A time zone by its name; empty where nobody knows it. */
    static Optional<ZoneId> zone(String name) {
        try {
            return Optional.of(ZoneId.of(name));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * The values that one field allows.
     *
     * @param star whether it stands for all: then the other field of the day alone decides
     */
    private record Field(BitSet values, boolean star) {
        boolean has(int value) {
            return values.get(value);
        }

        static Field of(String name, String text, int least, int most, List<String> words) {
            BitSet values = new BitSet();
            boolean star = false;
            for (String part : text.split(",", -1)) {
                star |= part.matches("[*?](/1)?");
                try {
                    add(values, part.toLowerCase(Locale.ROOT), new Limits(least, most, words));
                } catch (NumberFormatException e) {
                    throw new IllegalArgumentException(
                            "has '%s' for the %s".formatted(part, name), e);
                }
            }
            if (values.isEmpty() || values.length() - 1 > most || values.nextSetBit(0) < least) {
                throw new IllegalArgumentException(
                        "has '%s' for the %s, which is from %d to %d"
                                .formatted(text, name, least, most));
            }
            return new Field(values, star);
        }

        private record Limits(int least, int most, List<String> words) {
            int number(String text) {
                int word = words.indexOf(text);
                return word < 0 ? Integer.parseInt(text) : word + least;
            }
        }

        private static void add(BitSet values, String part, Limits limits) {
            String[] stepped = part.split("/", -1);
            String[] range = stepped[0].split("-", -1);
            if (stepped.length > 2 || range.length > 2) {
                throw new NumberFormatException(part);
            }
            int step = stepped.length == 2 ? Integer.parseInt(stepped[1]) : 1;
            boolean all = range[0].equals("*") || range[0].equals("?");
            int from = all ? limits.least() : limits.number(range[0]);
            int to = from;
            if (range.length == 2) {
                to = limits.number(range[1]);
            } else if (all || stepped.length == 2) {
                to = limits.most();
            }
            if (step < 1 || to < from) {
                throw new NumberFormatException(part);
            }
            for (int value = from; value <= to; value += step) {
                values.set(value);
            }
        }
    }
}
