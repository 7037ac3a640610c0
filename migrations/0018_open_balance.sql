-- What is still to be paid follows the recorded payments of a booking where there are any, as what was paid does; until now a customer's open
-- balance was the sum of what the booking systems told.
UPDATE customer SET balance_minor = (
    SELECT CAST(COALESCE(sum(CASE WHEN b.payments > 0 THEN b.grand_total_minor - b.payments_minor ELSE b.balance_minor END), 0) AS BIGINT)
    FROM booking b
    WHERE b.location_id = customer.location_id AND b.customer_id = customer.id AND b.counted = 1
        AND b.currency = (SELECT l.currency FROM location l WHERE l.id = customer.location_id))
WHERE id IN (SELECT customer_id FROM booking WHERE payments > 0 AND customer_id IS NOT NULL);
