//! What each line of a script does.

use crate::session::grammar::Keyword;

/// The help of each keyword. There is no wildcard: a new keyword does not compile without one.
macro_rules! help {
    ($($keyword:ident => $text:literal,)*) => {
        pub fn help(keyword: Keyword) -> &'static str {
            match keyword {
                $(Keyword::$keyword => $text,)*
            }
        }
    };
}

help! {
    Title => "Names the scenario.",
    Seed => "Chooses the chance that jitter and keys follow from (1 if left out).",
    Cluster => "Sets the brokers (with `racks=a,b,c` a rack for each), the network and any broker property.",
    Topic => "Creates a topic; what `retention` says may follow at once. One that was deleted may be created again: \
        it is another topic, and begins at 0.",
    Group => "Names a group and the defaults of its consumers; `strategy` is short for \
        partition.assignment.strategy, `rack` is where they stand (if not in their client.rack), `on_poison` what \
        they do with a record that cannot be deserialized: poll again for ever, seek past it, or end.",
    Consumers => "Starts consumers now. Topics, if left out: the group's, else all topics so far; a pattern takes \
        every topic whose whole name matches, at its next metadata refresh. With `assign=orders-0,orders-1` it \
        assigns itself partitions instead and joins no group; then `group` may be left out, and nothing can be \
        committed. `inherit=no` leaves the group's defaults aside.",
    Producer => "Starts a producer (size 100 bytes, keys=round-robin if left out).",
    Rate => "Changes a producer's rate; 0/s pauses it.",
    Kill => "kill -9: both threads stop for good, without a word.",
    Close => "The consumer finishes the batch in hand and closes; a dynamic member leaves the group, a static one \
        stays a member. With `leave=yes` a static one leaves as well, with `leave=remain` none does (CloseOptions, \
        KIP-1092); with `leave=no` it goes at once, after a last automatic commit, and the group waits for its \
        session to end. With `grace=30s` it is killed (SIGKILL) if it has not closed by then.",
    CloseNow => "The consumer closes in the middle of its batch: the rest of it is given up, and so is what workers \
        hold; with auto-commit the position is committed all the same.",
    Wakeup => "wakeup(): the next poll or commitSync throws WakeupException, and the application closes the \
        consumer.",
    SecondThread => "A second thread calls the consumer: ConcurrentModificationException, and the application closes \
        it.",
    Restart => "Starts a process again that was killed, closed or failed, with changed settings if any are given; \
        `inherit=no` starts from Kafka's defaults.",
    Stall => "Blocks the application thread in its handler; heartbeats go on.",
    Resume => "A stalled handler goes on.",
    Freeze => "Both threads stand still (SIGSTOP, a long GC pause).",
    Thaw => "A frozen process runs on.",
    Cut => "Cuts the network between a process and all brokers, or one of them (counted from 0), both ways. What is \
        under way is held, as TCP does, and arrives when the cut is mended, unless request.timeout.ms ends the \
        connection before.",
    Restore => "Mends a cut network.",
    AddPartitions => "Raises a topic's number of partitions to `total`; Kafka never lowers it.",
    DeleteTopic => "Deletes a topic with its records and the offsets committed for it; clients learn it from their \
        metadata.",
    Retention => "Lets the brokers delete records that are too old or too many, at their next look \
        (log.retention.check.interval.ms); what is left out is unlimited.",
    DeleteRecords => "Deletes the records of a partition before an offset.",
    Poison => "The record that will be written at this offset, or the next one, cannot be deserialized.",
    Burst => "Lets a producer write so many records at once, beside its rate.",
    Processing => "Changes how long the handler takes for one record.",
    Bounce => "Closes all consumers of a group and starts them again with this strategy: static members at once if \
        they knew one of its assignors before, else when the sessions of all members have ended.",
    Subscribe => "The application subscribes to other topics, or to a pattern, before its next poll.",
    Unsubscribe => "unsubscribe(): the application gives everything up and leaves the group, without an automatic \
        commit; it polls no more until it subscribes again.",
    Seek => "Before its next poll the application seeks these partitions (without any: all it owns) to an offset, to \
        the beginning, to the end, or to the first record at or after a time (offsetsForTimes; the end if there is \
        none).",
    PausePartitions => "pause(): poll returns nothing of these partitions (without any: of all it owns); it goes on \
        owning them.",
    ResumePartitions => "resume(): poll returns records of these partitions again.",
    Commit => "commitSync() before the next poll: the positions, or the offsets named, beyond the log's end or not.",
    ResetOffsets => "An administrator resets the offsets of a group without members: of these topics and partitions, \
        else of all that have one. An offset outside the log becomes the nearest in it.",
    DeleteGroup => "An administrator deletes a group without members, and its offsets.",
    DeleteOffsets => "An administrator deletes a group's offsets of a topic that no member subscribes to.",
    Failover => "The group's coordinator goes (NOT_COORDINATOR); after a while another has read the group from \
        `__consumer_offsets`.",
    LoseCommit => "The group's next commit (or the next `count`) is not replicated: COORDINATOR_NOT_AVAILABLE after \
        offsets.commit.timeout.ms, and not stored. `count=0` takes back what is still to come.",
    FailCommit => "The group's next commit (or the next `count`) meets a coordinator that is loading: \
        COORDINATOR_LOAD_IN_PROGRESS, after a while if one is given, and not stored.",
    RemoveMember => "An administrator removes the static member of this group.instance.id.",
    Run => "Lets time pass: for a while, to an instant, or until the end of the first instant at which something \
        holds (an error if it does not within 10min, or `within`).",
    Mark => "Remembers the numbers of this instant under a name.",
    Expect => "Checks measures, written MEASURE=VALUE, or with != < <= > >=; `since` takes the difference to a mark; \
        `vary=no` says that it holds for this very timing only.",
    Say => "Shows a caption from here on.",
    Ask => "Asks a question before the decisive moment; `option` lines follow.",
    Option => "One answer to the question above; exactly one is right=yes.",
    Answer => "Shows, when it has been seen, why the right answer to the last question is right.",
    Show => "Prints tables into the transcript.",
    Lag => "Prints a group's partitions, their lag and who reads them.",
    Why => "Explains a consumer's state, who has a partition, what became of one of its records, or a group's last \
        rebalance: each sentence because of the next, down to the command or fault it began with.",
    Tell => "From here on the transcript tells the story, every detail, or every request on the wire as well.",
}
