package com.dhanman.operator.postgres.patroni;

import java.util.Collection;
import java.util.Map;

/** What Patroni can be asked for. Nothing of it throws because Patroni refuses or is away. */
public interface Patroni extends AutoCloseable {
    /**
     * What members say of themselves now, by their names; those that do not answer are not in it.
     */
    Map<String, Report> reports(Collection<Member> members);

    /** Has the leader hand over. Returns when that is done, has failed or takes too long. */
    Outcome switchover(Member leader, Member candidate);

    /**
     * Restarts PostgreSQL of a member. Returns when it is up again, failed or takes too long.
     *
     * @param onlyPending whether to do so only while a setting waits for it
     */
    Outcome restart(Member member, boolean onlyPending);

    /**
     * Has a replica throw its data away and copy the primary's. Returns when it has begun.
     *
     * @param force whether to end what the replica is at
     */
    Outcome reinitialize(Member member, boolean force);

    /** Has a member read its configuration anew. */
    Outcome reload(Member member);

    @Override
    void close();
}
