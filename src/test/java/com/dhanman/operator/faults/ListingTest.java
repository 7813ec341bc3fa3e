package com.dhanman.operator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListingTest {
    private long now = 1_000;
    private final Listing listing = new Listing(clock());

    @Test
    void tellsHowLongSeveralAddressesWereListedAndWhenOneWasAlone() {
        at(1_000, "a", "10.0.0.1");
        at(5_000, "a", "10.0.0.1", "10.0.0.2");
        at(5_700, "a", "10.0.0.2");

        assertThat(listing.several(9_000)).isEqualTo(700);
        assertThat(listing.alone("10.0.0.2")).contains(5_700L);
        assertThat(listing.alone("10.0.0.1")).isEmpty();
    }

    @Test
    void addressesOfAllSlicesCount() {
        at(1_000, "a", "10.0.0.1");
        at(2_000, "b", "10.0.0.2");
        at(2_500, "b", "10.0.0.2");
        at(4_000, "a");

        assertThat(listing.entries()).hasSize(3);
        assertThat(listing.several(9_000)).isEqualTo(2_000);
        assertThat(listing.alone("10.0.0.2")).contains(4_000L);
    }

    @Test
    void whatLastsToTheEndCountsToTheEnd() {
        at(1_000, "a", "10.0.0.1", "10.0.0.2");

        assertThat(listing.several(1_300)).isEqualTo(300);
    }

    private void at(long time, String slice, String... addresses) {
        now = time;
        listing.seen(slice, Set.of(addresses));
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(now);
            }
        };
    }
}
