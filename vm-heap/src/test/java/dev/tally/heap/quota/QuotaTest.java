package dev.tally.heap.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tally.heap.HeapColumn;
import dev.tally.heap.account.Ledger;
import org.junit.jupiter.api.Test;

/** What is charged, what is refused, and that it is exact. */
final class QuotaTest {
    private final Ledger ledger = new Ledger();

    @Test
    void a_request_of_exactly_the_quota_fits() {
        Quota quota = new Quota(100, ledger);
        assertThat(quota.request(100)).isTrue();
        assertThat(quota.charged()).isEqualTo(100);
        assertThat(quota.available()).isZero();
        assertThat(ledger.value(HeapColumn.CHARGED_BYTES)).isEqualTo(100);
        assertThat(ledger.value(HeapColumn.QUOTA_REFUSALS)).isZero();
    }

    @Test
    void one_byte_beyond_the_quota_is_refused_counted_and_not_charged() {
        Quota quota = new Quota(100, ledger);
        assertThat(quota.request(60)).isTrue();
        assertThat(quota.request(41)).isFalse();
        assertThat(quota.charged()).isEqualTo(60);
        assertThat(ledger.value(HeapColumn.QUOTA_REFUSALS)).isEqualTo(1);
        assertThat(quota.request(40)).isTrue();
    }

    @Test
    void admitting_charges_nothing() {
        Quota quota = new Quota(100, ledger);
        assertThat(quota.admits(100)).isTrue();
        assertThat(quota.charged()).isZero();
        assertThat(quota.admits(101)).isFalse();
        assertThat(ledger.value(HeapColumn.QUOTA_REFUSALS)).isEqualTo(1);
        quota.charge(100);
        assertThat(quota.charged()).isEqualTo(100);
    }

    @Test
    void what_is_released_can_be_requested_again() {
        Quota quota = new Quota(100, ledger);
        assertThat(quota.request(100)).isTrue();
        quota.release(30);
        assertThat(quota.charged()).isEqualTo(70);
        assertThat(ledger.value(HeapColumn.CHARGED_BYTES)).isEqualTo(70);
        assertThat(quota.request(31)).isFalse();
        assertThat(quota.request(30)).isTrue();
    }

    @Test
    void the_largest_request_does_not_overflow() {
        Quota quota = new Quota(Long.MAX_VALUE, ledger);
        assertThat(quota.request(Long.MAX_VALUE - 1)).isTrue();
        assertThat(quota.request(2)).isFalse();
        assertThat(quota.request(1)).isTrue();
        assertThat(quota.request(Long.MAX_VALUE)).isFalse();
        assertThat(quota.request(0)).isTrue();
    }

    @Test
    void a_quota_of_nothing_admits_nothing_but_nothing() {
        Quota quota = new Quota(0, ledger);
        assertThat(quota.request(0)).isTrue();
        assertThat(quota.request(1)).isFalse();
    }

    @Test
    void a_negative_quota_is_an_error() {
        assertThatThrownBy(() -> new Quota(-1, ledger))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-1");
    }
}
