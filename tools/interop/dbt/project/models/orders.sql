select id, customer, amount, loaded_at from {{ ref('raw_orders') }}
