SELECT service, MIN(product_name) AS name
FROM examined
WHERE product_name IS NOT NULL AND quarantine = ''
GROUP BY service
ORDER BY service
