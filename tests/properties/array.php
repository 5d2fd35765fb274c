<?php
$config = [
    'group.id' => 'billing',
    'session.timeout.ms' => 6000,
    'enable.auto.commit' => 'false',
    'partition.assignment.strategy' => 'range,roundrobin',
    'sasl.password' => 'correct-horse',
];
