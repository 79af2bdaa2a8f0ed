SELECT service, MIN(product_name) AS name
FROM ({line_item}) AS line_item
WHERE product_name <> ''
GROUP BY service
ORDER BY service
